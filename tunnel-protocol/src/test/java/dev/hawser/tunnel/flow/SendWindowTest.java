package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendWindowTest {
  private final SendWindow window = new SendWindow(100);

  @Test
  void whatIsSentUsesTheRoomUp() {
    window.onSent(60);
    assertThat(window.available()).isEqualTo(40);
  }

  @Test
  void aHigherLimitGivesRoomAndALateLowerOneTakesNone() {
    assertThat(window.raiseTo(300)).isTrue();
    assertThat(window.raiseTo(200)).isFalse();
    assertThat(window.available()).isEqualTo(300);
  }
}
