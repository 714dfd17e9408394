package dev.hawser.tunnel.session;

import java.time.Duration;

/// Hears what becomes of a session's line; every call is on the session's loop.
public interface LineListener {
  /// A link took over from the one before.
  ///
  /// @param down how long there was none; zero if the one before still stood
  default void onResumed(Duration down) {}

  /// The peer does not answer any more: a second link would help if the first is dead.
  default void onSuspected() {}

  /// There is no link any more; streams wait for the next.
  default void onDown(TransportException cause) {}
}
