package dev.hawser.sandbox.shop;

/// A JSON object as it is written, member by member.
final class JsonText {
  private final StringBuilder members = new StringBuilder();

  JsonText text(String name, String value) {
    return nested(name, quoted(value));
  }

  /// @param json written as it is
  JsonText nested(String name, String json) {
    members.append(members.isEmpty() ? "" : ", ").append(quoted(name)).append(": ").append(json);
    return this;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ') {
            quoted.append(' ');
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return "{" + members + "}";
  }
}
