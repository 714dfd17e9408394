package dev.hawser.endpoint.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PortReleaseTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void aProcessOfThisUserIsAskedToEnd() throws Exception {
    try (Holder holder = Holder.start("polite")) {
      assertThat(new PortRelease(holder.port, LONG, LONG).run()).isEmpty();
      assertThat(holder.exitCode()).isEqualTo(143);
      assertThat(LocalPorts.holder(holder.port)).isEmpty();
    }
  }

  @Test
  void oneThatDoesNotEndByItselfIsKilled() throws Exception {
    try (Holder holder = Holder.start("stubborn")) {
      assertThat(new PortRelease(holder.port, SHORT, LONG).run()).isEmpty();
      assertThat(holder.exitCode()).isEqualTo(137);
    }
  }

  @Test
  void aFreePortIsFree() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(new PortRelease(port, SHORT, SHORT).run()).isEmpty();
  }

  @Test
  void thisProcessIsNotEnded() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new PortRelease(socket.getLocalPort(), SHORT, SHORT).run())
          .hasValueSatisfying(
              holder -> assertThat(holder.pid()).hasValue(ProcessHandle.current().pid()));
    }
  }

  @Test
  void whoStartedThisIsNotEnded() {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    assertThat(PortRelease.refusal(parent.pid(), ProcessHandle.current().info().user()))
        .hasValue("this was started by it");
  }

  @Test
  void processesOfOthersAreNotEnded() {
    assertThat(PortRelease.refusal(4_000_000, Optional.of("somebody-else"))).isPresent();
    assertThat(PortRelease.refusal(4_000_000, Optional.empty())).isPresent();
    assertThat(PortRelease.refusal(PortHolder.UNKNOWN)).isPresent();
  }

  /// A process that listens until it is ended.
  private static final class Holder implements AutoCloseable {
    private final Process process;
    final int port;

    private Holder(Process process, int port) {
      this.process = process;
      this.port = port;
    }

    static Holder start(String manner) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Listening.class.getName(),
                  manner)
              .start();
      return new Holder(process, Integer.parseInt(process.inputReader().readLine()));
    }

    int exitCode() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /// What the process does.
  static final class Listening {
    private Listening() {}

    public static void main(String[] arguments) throws Exception {
      CountDownLatch never = new CountDownLatch(1);
      if (arguments[0].equals("stubborn")) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitQuietly(never)));
      }
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        System.out.println(socket.getLocalPort());
        never.await();
      }
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
