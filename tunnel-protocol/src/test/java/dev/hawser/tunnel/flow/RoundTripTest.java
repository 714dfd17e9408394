package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final RoundTrip roundTrip = new RoundTrip(3, 100);

  @Test
  void isUnknownAtFirst() {
    assertThat(roundTrip.minNs()).isZero();
  }

  @Test
  void theShortestCounts() {
    roundTrip.add(50, 0);
    roundTrip.add(20, 10);
    roundTrip.add(70, 20);
    assertThat(roundTrip.minNs()).isEqualTo(20);
  }

  @Test
  void manyInOnePeriodDoNotPushOutTheShortest() {
    roundTrip.add(20, 0);
    for (int i = 1; i < 50; i++) {
      roundTrip.add(90, i);
    }
    assertThat(roundTrip.minNs()).isEqualTo(20);
  }

  @Test
  void whatIsPeriodsAgoIsForgotten() {
    roundTrip.add(20, 0);
    roundTrip.add(60, 100);
    roundTrip.add(70, 200);
    assertThat(roundTrip.minNs()).isEqualTo(20);
    roundTrip.add(80, 300);
    assertThat(roundTrip.minNs()).isEqualTo(60);
  }
}
