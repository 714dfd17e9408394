package dev.hawser.endpoint.names;

/// What trying a way has shown.
sealed interface Probed {
  record Possible(NameWay way) implements Probed {}

  /// @param reason one line, no full stop
  record Impossible(String reason) implements Probed {}
}
