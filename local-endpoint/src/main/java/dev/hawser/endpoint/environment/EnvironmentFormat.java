package dev.hawser.endpoint.environment;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// How variables are written down. Every value comes back as it was: line ends, quotes, `$`, `=`.
enum EnvironmentFormat {
  /// Values are bare where nothing could misread them, else in single quotes (literal to every
  /// reader), else in double quotes with `\` before `\`, `"`, `$` and the back quote. A shell
  /// reads it alike.
  DOTENV {
    @Override
    boolean canName(String name) {
      return name.matches("[A-Za-z0-9_.-]+");
    }

    @Override
    void append(StringBuilder text, List<Map.Entry<String, String>> variables) {
      variables.forEach(
          entry ->
              text.append(entry.getKey())
                  .append('=')
                  .append(dotenvValue(entry.getValue()))
                  .append('\n'));
    }
  },
  SH {
    @Override
    boolean canName(String name) {
      return SHELL_NAME.matcher(name).matches();
    }

    @Override
    void append(StringBuilder text, List<Map.Entry<String, String>> variables) {
      variables.forEach(
          entry ->
              text.append("export ")
                  .append(entry.getKey())
                  .append("='")
                  .append(entry.getValue().replace("'", "'\\''"))
                  .append("'\n"));
    }
  },
  JSON {
    @Override
    boolean canName(String name) {
      return true;
    }

    @Override
    void append(StringBuilder text, List<Map.Entry<String, String>> variables) {
      text.append('{');
      String separator = "\n  ";
      for (Map.Entry<String, String> entry : variables) {
        text.append(separator);
        appendJson(text, entry.getKey());
        text.append(": ");
        appendJson(text, entry.getValue());
        separator = ",\n  ";
      }
      text.append("\n}\n");
    }
  };

  private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:,@%+=-]*");
  private static final Pattern DOUBLE_QUOTED_SPECIAL = Pattern.compile("[\\\\\"$`]");

  abstract boolean canName(String name);

  abstract void append(StringBuilder text, List<Map.Entry<String, String>> variables);

  private static String dotenvValue(String value) {
    if (BARE.matcher(value).matches()) {
      return value;
    }
    if (value.indexOf('\'') < 0) {
      return "'" + value + "'";
    }
    return "\"" + DOUBLE_QUOTED_SPECIAL.matcher(value).replaceAll("\\\\$0") + "\"";
  }

  private static void appendJson(StringBuilder text, String value) {
    text.append('"');
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
    text.append('"');
  }
}
