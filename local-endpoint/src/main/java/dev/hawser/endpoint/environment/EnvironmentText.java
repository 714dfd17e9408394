package dev.hawser.endpoint.environment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Variables written down. Holds secrets, so [#toString] tells none.
///
/// @param leftOut names of those that the format cannot express
public record EnvironmentText(String text, List<String> leftOut) {

  public EnvironmentText {
    leftOut = List.copyOf(leftOut);
  }

  public static EnvironmentText of(Environment environment, EnvironmentFormat format) {
    Notation notation = format.notation();
    List<String> entries = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Map.Entry<String, String> variable : environment.variables().entrySet()) {
      Optional<String> entry = notation.entry(variable.getKey(), variable.getValue());
      entry.ifPresentOrElse(entries::add, () -> leftOut.add(variable.getKey()));
    }
    return new EnvironmentText(notation.document(entries), leftOut);
  }

  /// In UTF-8, which every reader of these formats expects.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "%d characters, left out: %s".formatted(text.length(), leftOut);
  }
}
