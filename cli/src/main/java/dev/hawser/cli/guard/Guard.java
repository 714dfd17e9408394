package dev.hawser.cli.guard;

import dev.hawser.cli.Installation;
import dev.hawser.cluster.change.PreparedUndo;
import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.process.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watchman on this machine: a shell that waits for the end of a pipe whose other end is this
/// process. However this process dies, the pipe ends; then the shell sends the prepared undo with
/// curl, and starts a JVM that completes the work ([GuardMain]) or, where there is no curl or it
/// was refused, does all of it.
///
/// ```
///  posted ──prepare──► with a quick way ──dismiss──► the shell ends, nothing happens
///     └────────────────────┴──this process dies──► undo
/// ```
/// The shell is in a session of its own, where there is `setsid`, so that the terminal's Ctrl-C and
/// hang-up do not reach it; and is deaf to them elsewhere. It costs some hundred kilobytes.
public final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final String OVER = "over\n";
  private static final String WITHOUT_TERMINAL =
      "script=$1; shift; command -v setsid >/dev/null 2>&1 && exec setsid sh -c \"$script\" \"$@\";"
          + " exec sh -c \"$script\" \"$@\"";
  private static final int REFRESH_S = 60; // tokens may be short-lived

  private final Path directory;
  private final Process shell;
  private final ScheduledExecutorService refreshing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("guard").factory());

  private Guard(Path directory, Process shell) {
    this.directory = directory;
    this.shell = shell;
  }

  /// Starts the shell.
  ///
  /// @param directory private, for what the guard needs; among the leftovers or in one of them
  /// @throws IOException where there is no shell
  public static Guard post(Path directory, GuardOrders orders) throws IOException {
    if (Platform.current() == Platform.WINDOWS) {
      throw new IOException("Windows has no sh");
    }
    PrivateFiles.makeDirectory(directory);
    orders.write(directory);
    List<String> words = new ArrayList<>(List.of("sh", "-c", WITHOUT_TERMINAL, "hawser-guard"));
    words.addAll(List.of(script(), "hawser-guard", directory.toString()));
    words.addAll(completion(directory));
    Process shell =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Guard(directory, shell);
  }

  private static List<String> completion(Path directory) {
    return List.of(
        Installation.java(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        GuardMain.class.getName(),
        directory.toString());
  }

  private static String script() throws IOException {
    try (InputStream script = Guard.class.getResourceAsStream("guard.sh")) {
      return new String(
          Objects.requireNonNull(script, "guard.sh").readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Gives it the quick way, and keeps that usable.
  ///
  /// @param undo asked for again as time passes; blocks
  public void prepare(Supplier<Optional<PreparedUndo>> undo) {
    refreshing.scheduleWithFixedDelay(() -> write(undo), 0, REFRESH_S, TimeUnit.SECONDS);
  }

  private void write(Supplier<Optional<PreparedUndo>> undo) {
    try {
      Optional<PreparedUndo> prepared = undo.get();
      if (prepared.isPresent()) {
        CurlUndo.write(directory, prepared.get());
      }
    } catch (IOException | RuntimeException e) {
      LOG.info("the guard has no quick way", e); // the other one remains
    }
  }

  /// Tells it which process is to end with this one.
  public void watch(long child) {
    try {
      Optional<ProcessHandle> process = ProcessHandle.of(child);
      if (process.isPresent()) {
        ChildMark.write(directory, process.get());
      }
    } catch (IOException e) {
      LOG.warn("the guard will not end process {}", child, e);
    }
  }

  /// The session has ended well.
  public void dismiss() {
    refreshing.shutdownNow();
    try {
      shell.getOutputStream().write(OVER.getBytes(StandardCharsets.US_ASCII));
      shell.getOutputStream().close();
      shell.waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      LOG.info("the guard had ended before", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
