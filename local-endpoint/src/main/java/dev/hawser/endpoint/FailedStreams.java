package dev.hawser.endpoint;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.metrics.TunnelObserver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remembers the last connections that failed, for who asks why. Written on the event loop, read on
/// any thread.
final class FailedStreams implements TunnelObserver {
  static final int REMEMBERED = 20;

  private final Deque<FailedStream> last = new ArrayDeque<>();

  @Override
  public void onStreamClosed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {
    if (code != null && isFailure(outcome, code)) {
      add(new FailedStream(Instant.now(), stream, code));
    }
  }

  /// A caller that gives up, and the end of the session, are none.
  private static boolean isFailure(Outcome outcome, ResetCode code) {
    return switch (outcome) {
      case NOT_REACHED -> code != ResetCode.CANCELLED && code != ResetCode.CONNECTION_RESET;
      case SESSION_CLOSED -> code == ResetCode.LINE_LOST;
      case COMPLETED, RESET -> false;
    };
  }

  private synchronized void add(FailedStream failed) {
    if (last.size() == REMEMBERED) {
      last.removeFirst();
    }
    last.addLast(failed);
  }

  /// Oldest first.
  synchronized List<FailedStream> last() {
    return List.copyOf(last);
  }
}
