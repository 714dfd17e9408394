package dev.hawser.tunnel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.security.Fingerprint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {
  private static final Fingerprint ENDPOINT = new Fingerprint("sha256:" + "0a".repeat(32));

  @Test
  void whatIsWrittenIsRead() {
    AgentSettings settings =
        AgentSettings.inPod(
            ENDPOINT, List.of(80, 8443), List.of("/etc/app", "/data"), 7, 8, Duration.ofSeconds(9));
    assertThat(AgentSettings.fromEnvironment(settings.toEnvironment())).isEqualTo(settings);
  }

  @Test
  void aContainerWithoutPortsAndVolumesIsRead() {
    AgentSettings settings =
        AgentSettings.inPod(ENDPOINT, List.of(), List.of(), 7, 8, Duration.ofSeconds(9));
    assertThat(AgentSettings.fromEnvironment(settings.toEnvironment())).isEqualTo(settings);
  }

  @Test
  void theNodeMayGiveAddressesOfItsOwn() {
    Map<String, String> environment =
        new HashMap<>(
            AgentSettings.inPod(ENDPOINT, List.of(), List.of(), 7, 8, Duration.ofSeconds(9))
                .toEnvironment());
    environment.put("HAWSER_BIND_ADDRESS", "127.3.2.1");
    environment.put("HAWSER_VOLUME_ROOT", "/tmp/pod");
    AgentSettings settings = AgentSettings.fromEnvironment(environment);
    assertThat(settings.bindAddress()).isEqualTo("127.3.2.1");
    assertThat(settings.tunnelAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.volumeRoot()).isEqualTo("/tmp/pod");
  }

  @Test
  void theTunnelPortIsOnLoopbackUnlessTheNodeSaysOtherwise() {
    AgentSettings settings =
        AgentSettings.fromEnvironment(Map.of("HAWSER_ENDPOINT_FINGERPRINT", ENDPOINT.text()));
    assertThat(settings.tunnelAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.tunnelPort()).isEqualTo(AgentSettings.DEFAULT_TUNNEL_PORT);
  }

  @Test
  void withoutTheEndpointsFingerprintNothingIsTrusted() {
    assertThatThrownBy(() -> AgentSettings.fromEnvironment(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("HAWSER_ENDPOINT_FINGERPRINT: missing");
  }

  @Test
  void aMalformedPortIsNamed() {
    assertThatThrownBy(
            () ->
                AgentSettings.fromEnvironment(
                    Map.of(
                        "HAWSER_ENDPOINT_FINGERPRINT",
                        ENDPOINT.text(),
                        "HAWSER_LISTEN_PORTS",
                        "80,http")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HAWSER_LISTEN_PORTS: http (expected: 1 to 65535)");
  }
}
