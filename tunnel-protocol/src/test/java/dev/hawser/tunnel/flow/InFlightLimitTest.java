package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {
  private static final long MS = 1_000_000;
  private static final long LEAST = InFlightLimit.LEAST_BYTES;
  private final InFlightLimit limit = new InFlightLimit(16 * LEAST);
  private long sent;
  private long acknowledged;
  private long nowNs;

  @Test
  void aFarLineIsFilledInAFewRoundTrips() {
    for (int i = 0; i < 4; i++) {
      round(40 * MS, 40 * MS);
    }
    assertThat(limit.bytes()).isEqualTo(16 * LEAST);
  }

  @Test
  void aLineThatQueuesIsNotFilledFurther() {
    for (int i = 0; i < 4; i++) {
      round(40 * MS, 40 * MS);
    }
    for (int i = 0; i < 20; i++) {
      round(400 * MS, 40 * MS);
    }
    assertThat(limit.bytes()).isLessThanOrEqualTo(4 * LEAST);
  }

  @Test
  void aLineWithoutDistanceKeepsTheLeast() {
    for (int i = 0; i < 10; i++) {
      round(2 * MS, MS / 10);
    }
    assertThat(limit.bytes()).isEqualTo(LEAST);
  }

  @Test
  void moreMayBeOnItsWayWhileNothingSmallWaitsBesideIt() {
    InFlightLimit alone = new InFlightLimit(16 * LEAST);
    assertThat(alone.allows(InFlightLimit.LEAST_ALONE_BYTES - 1)).isTrue();
    assertThat(alone.allows(InFlightLimit.LEAST_ALONE_BYTES)).isFalse();
    alone.onSmall();
    assertThat(alone.allows(LEAST)).isFalse();
    for (int i = 1; i <= 64; i++) {
      alone.onAcknowledged(i, i, i, 1);
    }
    assertThat(alone.allows(LEAST)).isTrue();
  }

  @Test
  void roundsInWhichItDidNotMatterChangeNothing() {
    round(40 * MS, 40 * MS);
    long before = limit.bytes();
    for (int i = 0; i < 10; i++) {
      sent += 100;
      acknowledged = sent;
      nowNs += 500 * MS;
      limit.onAcknowledged(acknowledged, sent, nowNs, 40 * MS);
    }
    assertThat(limit.bytes()).isEqualTo(before);
  }

  /// Sends as much as is allowed, and has it acknowledged after some time.
  private void round(long tookNs, long roundTripNs) {
    limit.onSmall();
    while (limit.allows(sent - acknowledged)) {
      sent += 16 * 1024;
    }
    limit.onAcknowledged(acknowledged, sent, nowNs, roundTripNs);
    limit.allows(sent - acknowledged);
    nowNs += tookNs;
    acknowledged = sent;
    limit.onAcknowledged(acknowledged, sent, nowNs, roundTripNs);
  }
}
