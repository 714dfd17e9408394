package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.frame.ProtocolException;
import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
  private static final int WINDOW = 1000;
  private static final long ROUND_TRIP_NS = 50;
  private final GrowthBudget growth = new GrowthBudget(4 * WINDOW);
  private final ReceiveWindow window = new ReceiveWindow(WINDOW, 4 * WINDOW, growth, 0);

  @Test
  void creditIsDueWhenHalfOfTheWindowWasConsumed() {
    window.onReceived(WINDOW);
    assertThat(window.onConsumed(499)).isFalse();
    assertThat(window.onConsumed(1)).isTrue();
    assertThat(window.credit(10 * ROUND_TRIP_NS, ROUND_TRIP_NS)).isEqualTo(1500);
  }

  @Test
  void creditForALargeWindowIsDueWhenAnEighthWasConsumed() {
    int large = 1 << 24;
    ReceiveWindow far = new ReceiveWindow(large, large, growth, 0);
    far.onReceived(large);
    assertThat(far.onConsumed(large / 8 - 1)).isFalse();
    assertThat(far.onConsumed(1)).isTrue();
    assertThat(far.credit(ROUND_TRIP_NS, ROUND_TRIP_NS)).isEqualTo(large + large / 8L);
    assertThat(far.onConsumed(1)).isFalse();
  }

  @Test
  void aLargeWindowGrowsWhenHalfOfItWasUsedInTimeHoweverOftenCreditWasGiven() {
    int large = 1 << 23;
    ReceiveWindow far = new ReceiveWindow(large, 2L * large, new GrowthBudget(large), 0);
    far.onReceived(large);
    for (int eighths = 1; eighths <= 3; eighths++) {
      far.onConsumed(large / 8L);
      assertThat(far.credit(ROUND_TRIP_NS, ROUND_TRIP_NS))
          .isEqualTo(large + eighths * (large / 8L));
    }
    far.onConsumed(large / 8L);
    assertThat(far.credit(ROUND_TRIP_NS, ROUND_TRIP_NS)).isEqualTo(large / 2 + 2L * large);
  }

  @Test
  void aWindowThatIsUsedWithinTwoRoundTripsDoublesUpToItsLimit() {
    long[] expected = {2000, 4000, 4000};
    long consumed = 0;
    int[] halves = {500, 1000, 2000};
    for (int i = 0; i < expected.length; i++) {
      window.onReceived(halves[i]);
      window.onConsumed(halves[i]);
      consumed += halves[i];
      assertThat(window.credit((i + 1) * ROUND_TRIP_NS, ROUND_TRIP_NS) - consumed)
          .isEqualTo(expected[i]);
    }
  }

  @Test
  void aWindowThatIsUsedSlowlyStays() {
    window.onReceived(500);
    window.onConsumed(500);
    assertThat(window.credit(2 * ROUND_TRIP_NS, ROUND_TRIP_NS)).isEqualTo(1500);
  }

  @Test
  void allWindowsTogetherGrowNoFurtherThanTheirBudget() {
    ReceiveWindow other = new ReceiveWindow(WINDOW, 4 * WINDOW, growth, 0);
    assertThat(window.grow()).isTrue();
    assertThat(window.grow()).isTrue();
    assertThat(other.grow()).isTrue();
    assertThat(other.grow()).isFalse();
    window.shrink();
    assertThat(other.grow()).isTrue();
  }

  @Test
  void aWindowIsCloggedWhenItsBytesAreNotConsumed() {
    window.onReceived(700);
    assertThat(window.isClogged()).isFalse();
    window.onReceived(100);
    assertThat(window.isClogged()).isTrue();
    window.onConsumed(400);
    assertThat(window.isClogged()).isFalse();
  }

  @Test
  void bytesBeyondTheCreditAreRefused() {
    window.onReceived(WINDOW);
    assertThatThrownBy(() -> window.onReceived(1))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("received: 1001 bytes (expected: at most 1000)");
  }

  @Test
  void aLaterCreditNeverGivesLess() {
    window.onReceived(WINDOW);
    window.onConsumed(WINDOW);
    long first = window.credit(0, ROUND_TRIP_NS);
    assertThat(window.credit(10 * ROUND_TRIP_NS, ROUND_TRIP_NS)).isGreaterThanOrEqualTo(first);
  }
}
