package dev.hawser.tunnel.metrics;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hears what happens in a tunnel; every call is on the session's loop and must return at once.
public interface TunnelObserver {
  /// How a stream ended.
  enum Outcome {
    /// Both directions were finished.
    COMPLETED,
    /// The far end did not reach the destination.
    NOT_REACHED,
    /// Reset by either side after it was reached.
    RESET,
    /// The session ended first, or was about to end.
    SESSION_CLOSED
  }

  TunnelObserver NONE = new TunnelObserver() {};

  /// Both this one and the other.
  default TunnelObserver and(TunnelObserver other) {
    return new ObserverPair(this, other);
  }

  /// A session has its first link.
  default void onSession() {}

  default void onLinkUp() {}

  /// A session goes on over another link.
  ///
  /// @param replayedBytes that are sent again
  /// @param down how long it had no link
  default void onResumed(long replayedBytes, Duration down) {}

  /// A datagram was dropped, for more waited than may.
  default void onDatagramDropped() {}

  default void onLinkDown() {}

  default void onRoundTrip(long ns) {}

  default void onStreamOpened(StreamView stream) {}

  /// From OPEN sent to OPEN_OK received; told at the opener's end.
  default void onStreamConfirmed(Role opener, StreamProtocol protocol, long latencyNs) {}

  /// @param code by which it was reset; null if both directions were finished
  default void onStreamClosed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {}

  /// @param sender the end that the payload comes from
  default void onBytes(Role sender, StreamProtocol protocol, int bytes) {}
}
