package dev.hawser.endpoint.process;

import java.util.List;
import java.util.OptionalLong;

/// What `lsof` says of a listening port, on macOS and where there is no `/proc`.
final class LsofAnswer {
  private LsofAnswer() {}

  /// Numbers only, and of a listener's process no more than its id.
  static List<String> command(int port) {
    return List.of("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-t");
  }

  /// The first of the processes that it names, one a line; empty if it names none.
  static OptionalLong listener(String answer) {
    return answer
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("\\d{1,10}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
