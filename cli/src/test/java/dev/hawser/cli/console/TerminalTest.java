package dev.hawser.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final List<String> CHOICES = List.of("app", "side");

  @Test
  void oneOfAListIsPickedByItsNumberOrAsItIsWritten() {
    assertThat(Terminal.chosen(" 2 ", CHOICES)).contains("side");
    assertThat(Terminal.chosen("app", CHOICES)).contains("app");
  }

  @Test
  void anythingElseIsNoAnswer() {
    for (String said : List.of("", "0", "3", "-1", "99999999999", "sid")) {
      assertThat(Terminal.chosen(said, CHOICES)).as(said).isEmpty();
    }
    assertThat(Terminal.chosen(null, CHOICES)).isEmpty();
  }
}
