package dev.hawser.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void wordsAreSplitAtSpacesOutsideOfQuotes() {
    assertThat(CommandLine.words("  java -cp 'a b/*' \"x 'y'\" c\\ d '' "))
        .containsExactly("java", "-cp", "a b/*", "x 'y'", "c d", "");
  }

  @Test
  void aBackslashIsItselfInSingleQuotesOnly() {
    assertThat(CommandLine.words("'a\\b' \"a\\\"b\"")).containsExactly("a\\b", "a\"b");
  }

  @Test
  void noWordsAreNoCommand() {
    assertThat(CommandLine.words(" ")).isEmpty();
  }

  @Test
  void anOpenQuoteIsRefused() {
    assertThatThrownBy(() -> CommandLine.words("a 'b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("open quote");
  }

  @Test
  void onlyKnownPlaceholdersAreFilled() {
    assertThat(CommandLine.fill(List.of("-f={hosts}", "{other}"), Map.of("hosts", "/h")))
        .containsExactly("-f=/h", "{other}");
  }
}
