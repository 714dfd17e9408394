package dev.hawser.sandbox.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command as one writes it for a shell, of which only quotes and backslashes are understood.
public final class CommandLine {
  private CommandLine() {}

  /// @throws IllegalArgumentException if a quote is left open
  public static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
        word.append(line.charAt(++at));
        inWord = true;
      } else if (quote != 0) {
        word.append(c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("%s: an open quote (expected: %c)".formatted(line, quote));
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /// Puts values in the place of `{name}`; braces around other words stay.
  public static List<String> fill(List<String> words, Map<String, String> values) {
    return words.stream()
        .map(
            word -> {
              String filled = word;
              for (Map.Entry<String, String> value : values.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
              }
              return filled;
            })
        .toList();
  }
}
