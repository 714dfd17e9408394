package dev.hawser.tunnel.metrics;

import static java.util.Objects.requireNonNull;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What either end tells Prometheus about its tunnels. Every label has few values, known in
/// advance.
///
/// `direction` is `inbound` for cluster to machine and `outbound` for machine to cluster, at both
/// ends alike: of a stream it says who opened it, of bytes where they go.
public final class TunnelMetrics implements TunnelObserver {
  private static final Duration[] OPEN_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10)
  };

  private static final Duration[] OUTAGE_BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300)
  };

  private final AtomicInteger links = new AtomicInteger();
  private final AtomicInteger streamsLive = new AtomicInteger();
  private final Counter sessions;
  private final Timer roundTrip;
  private final Timer outage;
  private final Counter replayedBytes;
  private final Counter datagramsDropped;
  private final Map<Role, Map<StreamProtocol, StreamMeters>> meters = new EnumMap<>(Role.class);

  private record StreamMeters(Counter bytes, Timer openLatency, Map<Outcome, Counter> ended) {}

  public TunnelMetrics(MeterRegistry registry) {
    sessions =
        Counter.builder("hawser.sessions")
            .description("Sessions established since the process started")
            .register(registry);
    Gauge.builder("hawser.links", links, AtomicInteger::get)
        .description("Links that are up")
        .register(registry);
    Gauge.builder("hawser.streams.live", streamsLive, AtomicInteger::get)
        .description("Streams that are open")
        .register(registry);
    roundTrip =
        Timer.builder("hawser.link.rtt")
            .description("Time from a ping to its answer on a link")
            .serviceLevelObjectives(OPEN_BUCKETS)
            .register(registry);
    outage =
        Timer.builder("hawser.link.outage")
            .description("Time that a session was without a link before it went on over another")
            .serviceLevelObjectives(OUTAGE_BUCKETS)
            .register(registry);
    replayedBytes =
        Counter.builder("hawser.replayed.bytes")
            .description("Bytes sent again because the link before may have lost them")
            .baseUnit("bytes")
            .register(registry);
    datagramsDropped =
        Counter.builder("hawser.datagrams.dropped")
            .description("Datagrams dropped here because more waited than may")
            .register(registry);
    for (Role role : Role.values()) {
      Map<StreamProtocol, StreamMeters> byProtocol = new EnumMap<>(StreamProtocol.class);
      for (StreamProtocol protocol : StreamProtocol.values()) {
        byProtocol.put(protocol, streamMeters(registry, role, protocol));
      }
      meters.put(role, byProtocol);
    }
  }

  private static StreamMeters streamMeters(
      MeterRegistry registry, Role from, StreamProtocol protocol) {
    Tags tags =
        Tags.of(
            "direction", from == Role.AGENT ? "inbound" : "outbound", "protocol", lower(protocol));
    Counter bytes =
        Counter.builder("hawser.stream.bytes")
            .description("Payload bytes carried in streams")
            .baseUnit("bytes")
            .tags(tags)
            .register(registry);
    Timer openLatency =
        Timer.builder("hawser.stream.open.latency")
            .description("Time until the far end had reached a stream's destination")
            .tags(tags)
            .serviceLevelObjectives(OPEN_BUCKETS)
            .register(registry);
    Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      ended.put(
          outcome,
          Counter.builder("hawser.streams")
              .description("Streams that ended")
              .tags(tags)
              .tag("outcome", lower(outcome))
              .register(registry));
    }
    return new StreamMeters(bytes, openLatency, ended);
  }

  private StreamMeters meters(Role from, StreamProtocol protocol) {
    return requireNonNull(requireNonNull(meters.get(from)).get(protocol));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void onSession() {
    sessions.increment();
  }

  @Override
  public void onLinkUp() {
    links.incrementAndGet();
  }

  @Override
  public void onResumed(long replayed, Duration down) {
    outage.record(down);
    replayedBytes.increment((double) replayed);
  }

  @Override
  public void onDatagramDropped() {
    datagramsDropped.increment();
  }

  @Override
  public void onLinkDown() {
    links.decrementAndGet();
  }

  @Override
  public void onRoundTrip(long ns) {
    roundTrip.record(ns, TimeUnit.NANOSECONDS);
  }

  @Override
  public void onStreamOpened(StreamView stream) {
    streamsLive.incrementAndGet();
  }

  @Override
  public void onStreamConfirmed(Role opener, StreamProtocol protocol, long latencyNs) {
    meters(opener, protocol).openLatency().record(latencyNs, TimeUnit.NANOSECONDS);
  }

  @Override
  public void onStreamClosed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {
    streamsLive.decrementAndGet();
    StreamMeters ofItsKind = meters(stream.opener(), stream.destination().protocol());
    requireNonNull(ofItsKind.ended().get(outcome)).increment();
  }

  @Override
  public void onBytes(Role sender, StreamProtocol protocol, int count) {
    meters(sender, protocol).bytes().increment(count);
  }
}
