package dev.hawser.endpoint.redirect;

import dev.hawser.endpoint.process.CommandLookup;
import dev.hawser.endpoint.process.Wrapping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Leads connections of commands to other ports than they dial. Any thread.
///
/// What commands pay is the start of a small JVM, and at each `connect` two turns of the scheduler;
/// bytes go as ever. Where the user has no privileges they gain none by set-user-id programs.
public final class Redirect implements Wrapping, AutoCloseable {
  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_LINE = 200;

  /// A JVM that is to leave nothing behind: neither signals blocked nor a limit raised.
  private static final List<String> JVM =
      List.of(
          "-Xrs",
          "-XX:-MaxFDLimit",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xmx16m",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-Xlog:disable",
          "--enable-native-access=ALL-UNNAMED");

  /// Variables by which a JVM takes options, which are the command's.
  private static final Set<String> STEERING =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Linux linux;
  private final String java;
  private final Path socket;
  private final ServerSocketChannel server;
  private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private volatile Map<InetSocketAddress, Integer> ports = Map.of();

  private Redirect(Linux linux, String java, Path socket) throws IOException {
    this.linux = linux;
    this.java = java;
    this.socket = socket;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().name("redirect").start(this::accept);
  }

  /// Blocks, while it is tried with a command that does nothing.
  ///
  /// @param directory private to the session
  /// @param java a program of Java 25 or later
  /// @throws IOException if it is not possible here; the message says why
  public static Redirect open(Path directory, String java) throws IOException {
    Linux linux =
        Linux.here().orElseThrow(() -> new IOException("it takes Linux on x86-64 or arm64"));
    Redirect redirect = new Redirect(linux, java, directory.resolve("redirect").toAbsolutePath());
    try {
      redirect.tryOut();
      return redirect;
    } catch (IOException e) {
      redirect.close();
      throw e;
    }
  }

  private void tryOut() throws IOException {
    Path nothing =
        CommandLookup.onPath("true", "/bin:/usr/bin")
            .orElseThrow(() -> new IOException("there is no program 'true' to try it with"));
    ProcessBuilder builder =
        new ProcessBuilder(wrap(List.of(nothing.toString())))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(STEERING);
    Process trial = builder.start();
    try {
      @Nullable String outcome = outcomes.poll(TRIAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (outcome == null || !outcome.isEmpty()) {
        throw new IOException(outcome == null ? "a trial did not answer" : outcome);
      }
      if (!trial.waitFor(TRIAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS) || trial.exitValue() != 0) {
        throw new IOException("a trial failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      trial.destroyForcibly();
    }
  }

  /// From now on connections to these addresses are made to these ports of theirs, and to no others
  /// any more.
  public void show(Map<InetSocketAddress, Integer> elsewhere) {
    ports = Map.copyOf(elsewhere);
  }

  private OptionalInt port(InetSocketAddress dialled) {
    @Nullable Integer port = ports.get(dialled);
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public List<String> wrap(List<String> command) {
    List<String> wrapped = new ArrayList<>(List.of(java));
    wrapped.addAll(JVM);
    wrapped.addAll(List.of("-cp", ownJar(), Launcher.class.getName(), socket.toString()));
    wrapped.addAll(command);
    return wrapped;
  }

  @Override
  public Map<String, String> variables(Map<String, String> variables) {
    Map<String, String> held = new HashMap<>();
    variables.forEach(
        (name, value) -> held.put(STEERING.contains(name) ? Launcher.HELD + name : name, value));
    return held;
  }

  private static String ownJar() {
    try {
      URI jar = Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(jar).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar's location is a file's", e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try (SocketChannel launcher = server.accept()) {
        outcomes.add(take(launcher));
      } catch (IOException e) {
        outcomes.add(String.valueOf(e.getMessage()));
      }
    }
  }

  /// @return why not; empty if it was
  private String take(SocketChannel launcher) throws IOException {
    String line = line(launcher);
    if (line.startsWith(Launcher.NONE)) {
      return line.substring(Launcher.NONE.length());
    }
    if (!line.matches("\\d{1,9} \\d{1,9}")) {
      return "the launcher did not tell of a filter";
    }
    String[] words = line.split(" ");
    long listener = linux.descriptorOf(Long.parseLong(words[0]), Integer.parseInt(words[1]));
    if (listener < 0) {
      return "the filter cannot be had: error " + -listener;
    }
    Thread.ofPlatform()
        .daemon()
        .name("redirect of " + words[0])
        .start(new Supervisor(linux, (int) listener, this::port));
    launcher.write(ByteBuffer.wrap(Launcher.TAKEN.getBytes(StandardCharsets.US_ASCII)));
    return "";
  }

  private static String line(SocketChannel launcher) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
    String line = "";
    while (!line.endsWith("\n") && launcher.read(bytes) > 0) {
      line = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    }
    return line.strip();
  }

  /// Commands that run keep what they have.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // the socket goes with the session's directory
    }
  }
}
