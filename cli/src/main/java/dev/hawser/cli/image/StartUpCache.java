package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.TcpCarrier;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs the agent once, through what it does in every session, so that the JVM can keep the classes
/// as it had loaded and linked them (an AOT cache): the agent then starts in a third of the time.
final class StartUpCache {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int STEP_LIMIT_S = 20;

  /// What profiles make the compilers do at once is not what a start waits for.
  private static final List<String> WITHOUT_PROFILES =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

  private static final int WRITE_LIMIT_S = 120;

  private final SessionCertificate certificate = SessionCertificate.generate();
  private final int tunnelPort;
  private final int probePort;

  private StartUpCache() throws IOException {
    tunnelPort = freePort();
    probePort = freePort();
  }

  /// @param cache the file to write
  /// @throws IOException if the agent does not run here; the message says why
  static void make(Path runtime, AgentFiles files, Path cache)
      throws IOException, InterruptedException {
    new StartUpCache().train(runtime, files, cache);
    if (!Files.isRegularFile(cache)) {
      throw new IOException("the JVM wrote none");
    }
  }

  private void train(Path runtime, AgentFiles files, Path cache)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(WITHOUT_PROFILES);
    command.addAll(JavaOptions.at(files.directory().toString(), files.jars()));
    command.add(JavaOptions.MAIN_CLASS);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(settings(files).toEnvironment());
    environment.put(AgentSettings.BIND_ADDRESS, LOOPBACK);
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      exercise(fingerprint(out));
      process.destroy();
      if (!process.waitFor(WRITE_LIMIT_S, TimeUnit.SECONDS)) {
        throw new IOException("the JVM did not finish it in time");
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the agent could not be reached: " + e.getMessage(), e);
    } finally {
      process.destroyForcibly();
    }
  }

  private AgentSettings settings(AgentFiles files) {
    return AgentSettings.inPod(
        certificate.fingerprint(),
        List.of(),
        List.of(files.directory().resolve("native").toString()),
        tunnelPort,
        probePort,
        LinkSettings.DEFAULT_GRACE);
  }

  private static Fingerprint fingerprint(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Optional<Fingerprint> found = FingerprintLine.parse(line);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new IOException("the agent did not start");
  }

  private void exercise(Fingerprint agent)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      LinkSettings link =
          new LinkSettings(
              Role.ENDPOINT,
              Optional.of(LinkSecurity.pinned(Role.ENDPOINT, certificate, agent)),
              BlockingStream::attach,
              TunnelObserver.NONE,
              LinkSettings.DEFAULT_GRACE);
      TunnelSession session =
          Links.dial(
                  new TcpCarrier(new InetSocketAddress(LOOPBACK, tunnelPort)),
                  group.next(),
                  link,
                  0)
              .get(STEP_LIMIT_S, TimeUnit.SECONDS);
      for (AgentService service : AgentService.values()) {
        Destination destination = Destination.service(service.destination());
        switch (service) {
          case ENVIRONMENT, VOLUMES -> read(session, destination, "");
          // what lasts for as long as the session
          case VOLUME_CHANGES, RECEPTION -> BlockingStream.open(session, destination).close();
        }
      }
      for (String page : List.of("/live", "/ready", "/metrics")) {
        String request = "GET %s HTTP/1.0\r\n\r\n".formatted(page);
        read(session, Destination.tcp("localhost", probePort), request);
        try (Socket socket = new Socket(LOOPBACK, probePort)) {
          socket.setSoTimeout(STEP_LIMIT_S * 1000);
          socket.getOutputStream().write(request.getBytes(UTF_8));
          socket.getInputStream().readAllBytes();
        }
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static void read(TunnelSession session, Destination destination, String request)
      throws IOException {
    try (BlockingStream stream = BlockingStream.open(session, destination)) {
      if (request.isEmpty()) {
        stream.output().close();
      } else {
        stream.output().write(request.getBytes(UTF_8));
      }
      stream.input().readAllBytes();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }
}
