package dev.hawser.tunnel.session;

import java.time.Duration;

/// How a session's line is, judged by what was heard on it.
public sealed interface LineState {
  /// No link has been there yet.
  record New() implements LineState {}

  /// The peer answers.
  ///
  /// @param silent since its last byte
  /// @param roundTrip the shortest seen lately; zero before the first was measured
  record Up(Duration silent, Duration roundTrip) implements LineState {}

  /// The peer was asked and has not answered for some time; the link may be dead.
  ///
  /// @param silent since its last byte
  record Suspected(Duration silent) implements LineState {}

  /// There is no link; streams wait.
  ///
  /// @param lasting since it was lost
  /// @param reason in words
  record Down(Duration lasting, String reason) implements LineState {}

  /// The session is over.
  record Over() implements LineState {}
}
