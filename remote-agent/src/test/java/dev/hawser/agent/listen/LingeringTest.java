package dev.hawser.agent.listen;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LingeringTest {
  private static final Lingering LINGERING =
      new Lingering(ofMillis(1_500), ofSeconds(1), ofSeconds(5));

  @Test
  void theLeastIsWaitedForThoughNobodyCalls() {
    assertThat(LINGERING.left(Duration.ZERO, ofSeconds(60))).isEqualTo(ofMillis(1_500));
    assertThat(LINGERING.left(ofMillis(1_500), ofSeconds(60))).isZero();
  }

  @Test
  void whoeverCallsProlongsItByTheQuiet() {
    assertThat(LINGERING.left(ofMillis(1_500), ofMillis(200))).isEqualTo(ofMillis(800));
    assertThat(LINGERING.left(ofMillis(2_300), ofSeconds(1))).isZero();
  }

  @Test
  void whoeverCallsOnIsServedUpToTheMost() {
    assertThat(LINGERING.left(ofMillis(4_900), Duration.ZERO)).isEqualTo(ofMillis(100));
    assertThat(LINGERING.left(ofSeconds(5), Duration.ZERO)).isZero();
  }
}
