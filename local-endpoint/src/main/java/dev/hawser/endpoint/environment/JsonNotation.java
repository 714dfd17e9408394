package dev.hawser.endpoint.environment;

import java.util.List;
import java.util.Optional;

/// One object of strings (RFC 8259). Nothing is beyond it.
final class JsonNotation implements Notation {
  @Override
  public Optional<String> entry(String name, String value) {
    return Optional.of("  %s: %s".formatted(string(name), string(value)));
  }

  @Override
  public String document(List<String> entries) {
    return entries.isEmpty() ? "{}\n" : "{\n" + String.join(",\n", entries) + "\n}\n";
  }

  private static String string(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
