package dev.hawser.endpoint.environment;

import java.util.Optional;
import java.util.Set;

/// `set -gx` for fish, where `\` and `'` alone are escaped within single quotes
/// ([Quotes](https://fishshell.com/docs/current/language.html#quotes)).
final class FishNotation implements Notation {

  /// What fish refuses to have set, or gives a meaning of its own.
  private static final Set<String> SHELLS_OWN =
      Set.of(
          "_",
          "CMD_DURATION",
          "COLUMNS",
          "FISH_VERSION",
          "LINES",
          "PWD",
          "SHLVL",
          "argv",
          "fish_kill_signal",
          "fish_killring",
          "fish_pid",
          "history",
          "hostname",
          "pipestatus",
          "status",
          "status_generation",
          "umask",
          "version");

  @Override
  public Optional<String> entry(String name, String value) {
    return PosixShellNotation.NAME.matcher(name).matches() && !SHELLS_OWN.contains(name)
        ? Optional.of(
            "set -gx %s '%s'\n".formatted(name, value.replace("\\", "\\\\").replace("'", "\\'")))
        : Optional.empty();
  }
}
