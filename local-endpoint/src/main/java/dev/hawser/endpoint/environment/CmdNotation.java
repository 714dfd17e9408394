package dev.hawser.endpoint.environment;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `set` in a batch file, to be called. `%` is doubled; a quote in the value ends the quoting, so
/// that what follows it needs `^` before what cmd would obey, until the next one
/// (Windows Commands, set and cmd).
///
/// cmd has no empty variables, none with line ends, and no lines above 8191 characters. Texts
/// beyond ASCII are read by code page 65001, which the file chooses.
final class CmdNotation implements Notation {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.()-]*");
  private static final Pattern LINE_END = Pattern.compile("[\r\n]");
  private static final int MAX_LINE = 8191;
  private static final String OBEYED = "&|<>^()";
  private static final String END = "\r\n";

  @Override
  public Optional<String> entry(String name, String value) {
    if (!NAME.matcher(name).matches() || value.isEmpty() || LINE_END.matcher(value).find()) {
      return Optional.empty();
    }
    String line = "set \"%s=%s\"".formatted(name, escaped(value));
    return line.length() <= MAX_LINE ? Optional.of(line + END) : Optional.empty();
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    boolean quoted = true;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '%') {
        text.append('%');
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && OBEYED.indexOf(c) >= 0) {
        text.append('^');
      }
      text.append(c);
    }
    return text.toString();
  }

  @Override
  public String document(List<String> entries) {
    String lines = String.join("", entries);
    boolean ascii = lines.chars().allMatch(c -> c < 0x80);
    return "@echo off" + END + (ascii ? "" : "chcp 65001 >nul" + END) + lines;
  }
}
