package dev.hawser.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.security.SessionCertificate;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MainTest {
  private final Map<String, String> environment = new LinkedHashMap<>();

  MainTest() throws Exception {
    environment.put(
        AgentSettings.ENDPOINT_FINGERPRINT, SessionCertificate.generate().fingerprint().text());
    environment.put(AgentSettings.BIND_ADDRESS, "127.0.0.1");
    environment.put(AgentSettings.TUNNEL_PORT, String.valueOf(freePort()));
    environment.put(AgentSettings.PROBE_PORT, String.valueOf(freePort()));
  }

  @Test
  void theFingerprintIsToldOnceTheTunnelPortIsOpenAndASignalEndsTheProcessWithZero()
      throws Exception {
    Process process = start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      assertThat(FingerprintLine.parse(out.readLine())).isPresent();
      int tunnelPort = Integer.parseInt(environment.get(AgentSettings.TUNNEL_PORT));
      new Socket("127.0.0.1", tunnelPort).close();

      process.destroy();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void badSettingsAreOneLineAndExitCodeTwo() throws Exception {
    environment.put(AgentSettings.TUNNEL_PORT, "seventy");

    assertFailure(
        2, "hawser-agent: bad settings: HAWSER_TUNNEL_PORT: seventy (expected: 1 to 65535)");
  }

  @Test
  void aTakenPortIsOneLineAndExitCodeOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      environment.put(AgentSettings.LISTEN_PORTS, port);

      assertFailure(1, "hawser-agent: cannot listen on 127.0.0.1:" + port + ": ");
    }
  }

  private void assertFailure(int exitCode, String line) throws Exception {
    Process process = start();
    try (BufferedReader err = process.errorReader(UTF_8)) {
      assertThat(err.lines().toList()).singleElement().asString().startsWith(line);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(exitCode);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
