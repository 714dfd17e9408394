package dev.hawser.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandWordsTest {
  @Test
  void theFirstWordIsTheTargetAndTheRestTheCommand() {
    assertWords("svc/orders", "npm start", "connect", "svc/orders", "--", "npm", "start");
    assertWords("svc/orders", "npm start", "connect", "svc/orders", "npm", "start");
    assertWords("svc/orders", "", "connect", "-n", "shop", "svc/orders");
  }

  @Test
  void wordsAfterTheDashesAreNeverTheTarget() {
    assertWords("", "npm start", "connect", "--", "npm", "start");
    assertWords("", "npm", "connect", "-n", "shop", "--", "npm");
  }

  @Test
  void optionsOfTheCommandAreItsOwn() {
    assertWords("x", "java -jar -n y", "connect", "x", "--", "java", "-jar", "-n", "y");
    assertWords("x", "sh -- y", "connect", "x", "--", "sh", "--", "y");
  }

  @Test
  void noWordsAtAllLeaveBothToTheConfiguration() {
    assertWords("", "", "connect", "--profile", "orders");
  }

  private static void assertWords(String target, String command, String... line) {
    CommandWords words =
        CommandWords.of(
            HawserCommand.reading(line)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(line)
                .subcommand());
    assertThat(words.target().orElse("")).isEqualTo(target);
    assertThat(String.join(" ", words.command())).isEqualTo(command);
  }
}
