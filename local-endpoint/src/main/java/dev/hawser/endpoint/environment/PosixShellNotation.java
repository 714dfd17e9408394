package dev.hawser.endpoint.environment;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `export` for a POSIX shell (POSIX.1-2017, XCU 2.2.2): within single quotes everything is itself.
final class PosixShellNotation implements Notation {
  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// What dash or bash refuse to have set, or change by themselves.
  private static final Set<String> SHELLS_OWN =
      Set.of(
          "_",
          "BASHOPTS",
          "BASHPID",
          "BASH_ARGC",
          "BASH_ARGV",
          "BASH_ARGV0",
          "BASH_COMMAND",
          "BASH_LINENO",
          "BASH_SOURCE",
          "BASH_SUBSHELL",
          "BASH_VERSINFO",
          "DIRSTACK",
          "EPOCHREALTIME",
          "EPOCHSECONDS",
          "EUID",
          "FUNCNAME",
          "GROUPS",
          "HISTCMD",
          "LINENO",
          "OPTIND",
          "PPID",
          "RANDOM",
          "SECONDS",
          "SHELLOPTS",
          "SRANDOM",
          "UID");

  static boolean canName(String name) {
    return NAME.matcher(name).matches() && !SHELLS_OWN.contains(name);
  }

  @Override
  public Optional<String> entry(String name, String value) {
    return canName(name)
        ? Optional.of("export %s='%s'\n".formatted(name, value.replace("'", "'\\''")))
        : Optional.empty();
  }
}
