package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final RoundTrip roundTrip = new RoundTrip(3);

  @Test
  void isZeroUntilMeasured() {
    assertThat(roundTrip.minNs()).isZero();
  }

  @Test
  void isTheShortestOfTheRecent() {
    roundTrip.add(40);
    roundTrip.add(20);
    roundTrip.add(60);
    assertThat(roundTrip.minNs()).isEqualTo(20);
  }

  @Test
  void forgetsWhatIsOld() {
    roundTrip.add(10);
    roundTrip.add(50);
    roundTrip.add(60);
    roundTrip.add(70);
    assertThat(roundTrip.minNs()).isEqualTo(50);
  }
}
