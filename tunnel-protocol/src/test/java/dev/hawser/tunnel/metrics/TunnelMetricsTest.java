package dev.hawser.tunnel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TunnelMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TunnelMetrics metrics = new TunnelMetrics(registry);

  @Test
  void bytesFromTheClusterAreInboundAtBothEnds() {
    metrics.onBytes(Role.AGENT, StreamProtocol.TCP, 70);
    metrics.onBytes(Role.ENDPOINT, StreamProtocol.TCP, 5);
    metrics.onBytes(Role.AGENT, StreamProtocol.SERVICE, 900);
    assertThat(bytes("inbound", "tcp")).isEqualTo(70);
    assertThat(bytes("outbound", "tcp")).isEqualTo(5);
    assertThat(bytes("inbound", "service")).isEqualTo(900);
  }

  @Test
  void linksAndStreamsGoUpAndDown() {
    metrics.onSession();
    metrics.onLinkUp();
    StreamView stream = Views.opened(Role.AGENT, Destination.tcp("", 80));
    metrics.onStreamOpened(stream);
    assertThat(registry.get("hawser.links").gauge().value()).isEqualTo(1);
    assertThat(registry.get("hawser.streams.live").gauge().value()).isEqualTo(1);
    metrics.onStreamClosed(stream, Outcome.NOT_REACHED, ResetCode.REFUSED);
    metrics.onLinkDown();
    assertThat(registry.get("hawser.links").gauge().value()).isZero();
    assertThat(registry.get("hawser.streams.live").gauge().value()).isZero();
    assertThat(registry.get("hawser.sessions").counter().count()).isEqualTo(1);
    assertThat(
            registry
                .get("hawser.streams")
                .tags("direction", "inbound", "protocol", "tcp", "outcome", "not_reached")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void latenciesAreMeasured() {
    metrics.onRoundTrip(TimeUnit.MILLISECONDS.toNanos(3));
    metrics.onStreamConfirmed(Role.ENDPOINT, StreamProtocol.TCP, TimeUnit.MILLISECONDS.toNanos(9));
    assertThat(registry.get("hawser.link.rtt").timer().max(TimeUnit.MILLISECONDS)).isEqualTo(3);
    assertThat(
            registry
                .get("hawser.stream.open.latency")
                .tags("direction", "outbound", "protocol", "tcp")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(9);
  }

  @Test
  void outagesAndWhatWasSentAgainAreCounted() {
    metrics.onResumed(4096, Duration.ofMillis(1500));
    metrics.onDatagramDropped();
    assertThat(registry.get("hawser.link.outage").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(1500);
    assertThat(registry.get("hawser.replayed.bytes").counter().count()).isEqualTo(4096);
    assertThat(registry.get("hawser.datagrams.dropped").counter().count()).isEqualTo(1);
  }

  @Test
  void everyMeterHasADescription() {
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .filteredOn(id -> !id.getName().endsWith(".histogram")) // this registry's own
        .allSatisfy(id -> assertThat(id.getDescription()).as("%s", id).isNotBlank());
  }

  private double bytes(String direction, String protocol) {
    return registry
        .get("hawser.stream.bytes")
        .tags("direction", direction, "protocol", protocol)
        .counter()
        .count();
  }
}
