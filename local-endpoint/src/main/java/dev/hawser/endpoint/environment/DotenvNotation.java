package dev.hawser.endpoint.environment;

import java.util.Optional;
import java.util.regex.Pattern;

/// What every reader of dotenv files takes for the same value: POSIX shells, Node's `--env-file`
/// and its package dotenv, python-dotenv. There is no standard, and they differ in what `\`, `$`
/// and a carriage return mean within quotes, so this keeps to the places where they do not:
///
/// - bare, where nothing could be misread;
/// - in single quotes, without `'`, a `\` before another or at the end (python-dotenv makes one of
///   two), `${` (which it replaces even there);
/// - in double quotes, without `"`, `\`, `$` and the back quote;
/// - no carriage return, which is read as a line feed; no name that a shell could not hold.
final class DotenvNotation implements Notation {
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:,@%+=-]*");
  private static final Pattern SINGLE_QUOTED =
      Pattern.compile("(?!.*(\\\\\\\\|\\\\$|\\$\\{))[^'\r]*", Pattern.DOTALL);
  private static final Pattern DOUBLE_QUOTED = Pattern.compile("[^\"\\\\$`\r]*");

  @Override
  public Optional<String> entry(String name, String value) {
    return PosixShellNotation.canName(name)
        ? quoted(value).map(text -> name + "=" + text + "\n")
        : Optional.empty();
  }

  private static Optional<String> quoted(String value) {
    if (BARE.matcher(value).matches()) {
      return Optional.of(value);
    }
    if (SINGLE_QUOTED.matcher(value).matches()) {
      return Optional.of("'" + value + "'");
    }
    return DOUBLE_QUOTED.matcher(value).matches()
        ? Optional.of("\"" + value + "\"")
        : Optional.empty();
  }
}
