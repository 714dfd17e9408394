package dev.hawser.cli.console;

import java.io.Console;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether somebody sits in front of this, and what they say.
public final class Terminal {
  private Terminal() {}

  public static boolean isInteractive() {
    Console console = System.console(); // null again in JDK 25 where there is no terminal
    return console != null && console.isTerminal();
  }

  /// Asks a question whose answer is yes or no; no answer is no.
  public static boolean confirm(String question) {
    Console console = System.console();
    @Nullable String answer = console == null ? null : console.readLine("  %s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /// Lets somebody pick one of a list, by its number or as it is written; anything else is no
  /// answer.
  public static Optional<String> choose(String question, List<String> choices) {
    Console console = System.console();
    if (console == null) {
      return Optional.empty();
    }
    for (int i = 0; i < choices.size(); i++) {
      console.printf("  %d  %s%n", i + 1, choices.get(i));
    }
    return chosen(console.readLine("  %s [1-%d] ", question, choices.size()), choices);
  }

  static Optional<String> chosen(@Nullable String answer, List<String> choices) {
    String said = answer == null ? "" : answer.strip();
    if (choices.contains(said)) {
      return Optional.of(said);
    }
    int number = said.matches("[0-9]{1,4}") ? Integer.parseInt(said) : 0;
    return number >= 1 && number <= choices.size()
        ? Optional.of(choices.get(number - 1))
        : Optional.empty();
  }
}
