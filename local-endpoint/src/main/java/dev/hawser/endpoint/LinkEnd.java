package dev.hawser.endpoint;

/// How a link ended.
public sealed interface LinkEnd {

  /// Either end closed it on purpose.
  record Closed() implements LinkEnd {}

  /// The line broke and did not come back in time, or one end misbehaved.
  ///
  /// @param reason one line for the console
  record Lost(String reason) implements LinkEnd {}
}
