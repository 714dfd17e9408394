package dev.hawser.cli.connect;

import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.TransportException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Passes on what becomes of a line, and ends its link where the agent had ended before the line
/// broke: what would be resumed is gone with the agent.
///
/// @param news told first
/// @param runs whether the agent runs that the link was made to
/// @param end of the link; may block
record LineOfAgent(LineListener news, BooleanSupplier runs, Runnable end) implements LineListener {
  @Override
  public void onResumed(Duration down) {
    news.onResumed(down);
  }

  @Override
  public void onSuspected() {
    news.onSuspected();
  }

  @Override
  public void onDown(TransportException cause) {
    news.onDown(cause);
    if (!runs.getAsBoolean()) {
      Thread.startVirtualThread(end);
    }
  }
}
