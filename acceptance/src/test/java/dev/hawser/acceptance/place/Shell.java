package dev.hawser.acceptance.place;

import java.time.Duration;
import java.util.List;

/// A command of this machine, run to its end.
final class Shell {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Shell() {}

  /// @return the lines of its standard output
  /// @throws AssertionError if its exit code is not 0
  static List<String> run(String... words) {
    try (RunningProcess process =
        RunningProcess.start(String.join(" ", words), new ProcessBuilder(words))) {
      if (process.awaitExit(LIMIT) != 0) {
        throw new AssertionError(process.describe());
      }
      return List.copyOf(process.output());
    }
  }
}
