package dev.hawser.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One of several that is being chosen, with less to choose from after each answer that fits
/// several.
final class Choice {
  private static final int SHOWN = 15;

  private final List<String> all;
  private final Optional<String> suggested;
  private List<String> left;
  private String said = "";

  Choice(List<String> all, Optional<String> suggested) {
    this.all = List.copyOf(all);
    this.suggested = suggested;
    this.left = this.all;
  }

  /// What there is to choose from now.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!said.isEmpty()) {
      lines.add("  " + said);
    }
    for (String choice : left.subList(0, Math.min(SHOWN, left.size()))) {
      lines.add("  %2d  %s".formatted(all.indexOf(choice) + 1, choice));
    }
    if (left.size() > SHOWN) {
      lines.add("      and %d more; type a part of the name".formatted(left.size() - SHOWN));
    }
    return lines;
  }

  /// Takes a number, a name, or a part of one; nothing means what is suggested.
  ///
  /// @return the one that is meant; empty if that is not clear yet
  Optional<String> take(String answer) {
    String wanted = answer.strip();
    if (wanted.isEmpty()) {
      left = all;
      said = suggested.isPresent() ? "" : "an answer is needed";
      return suggested;
    }
    if (all.contains(wanted)) {
      return Optional.of(wanted);
    }
    if (wanted.matches("\\d{1,4}")) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= all.size()) {
        return Optional.of(all.get(number - 1));
      }
    }
    String part = wanted.toLowerCase(Locale.ROOT);
    List<String> fitting =
        all.stream().filter(choice -> choice.toLowerCase(Locale.ROOT).contains(part)).toList();
    if (fitting.size() == 1) {
      return Optional.of(fitting.getFirst());
    }
    left = fitting.isEmpty() ? all : fitting;
    said = fitting.isEmpty() ? "none has '%s' in it".formatted(wanted) : "which of these?";
    return Optional.empty();
  }
}
