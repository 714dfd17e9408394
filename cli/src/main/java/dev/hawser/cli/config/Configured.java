package dev.hawser.cli.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A setting's value. Variables may be secrets: [#toString] tells their names only.
///
/// @param words one, or several where the setting is a list; none where it is variables
/// @param variables in the order of the file
public record Configured(List<String> words, Map<String, String> variables, Origin origin) {

  public Configured {
    words = List.copyOf(words);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  static Configured text(String text, Origin origin) {
    return new Configured(List.of(text), Map.of(), origin);
  }

  public String text() {
    return words.getFirst();
  }

  @Override
  public String toString() {
    return variables.isEmpty()
        ? String.join(" ", words)
        : String.join(", ", variables.keySet()) + " (values not shown)";
  }
}
