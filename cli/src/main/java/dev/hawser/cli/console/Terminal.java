package dev.hawser.cli.console;

import java.io.Console;
import java.util.Locale;
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
}
