package dev.hawser.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectWayTest {
  @ParameterizedTest
  @CsvSource({
    "10.253.0.2:30170, 10.253.0.2, 30170",
    "lb.example.com:443, lb.example.com, 443",
    "'[fd00::7]:17170', fd00::7, 17170"
  })
  void anAddressIsAHostAndAPort(String text, String host, int port) {
    var address = DirectWay.through(text).orElseThrow().through().orElseThrow();

    assertThat(address.getHostString()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "orders", "svc/orders", "host:", ":80", "host:0", "host:65536", "a b:1"})
  void anythingElseIsNone(String text) {
    assertThat(DirectWay.through(text)).isEmpty();
  }
}
