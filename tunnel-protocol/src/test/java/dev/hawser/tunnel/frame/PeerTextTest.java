package dev.hawser.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerTextTest {
  @Test
  void whatWouldMoveACursorOrHideTextIsASpace() {
    assertThat(PeerText.clean("a\u001b[31mb\r\nc\u202ed")).isEqualTo("a [31mb c d");
  }

  @Test
  void whatIsTooLongIsCut() {
    assertThat(PeerText.clean("abcdef", 3)).isEqualTo("abc…");
  }
}
