package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.TransportException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the user what becomes of the line to one agent.
final class LineNews implements LineListener {
  private static final Logger LOG = LoggerFactory.getLogger(LineNews.class);

  private final String pod;
  private final BooleanSupplier matters;
  private final Console console;

  /// @param matters whether the agent is still there; the end of its line is no news otherwise
  LineNews(String pod, BooleanSupplier matters, Console console) {
    this.pod = pod;
    this.matters = matters;
    this.console = console;
  }

  @Override
  public void onSuspected() {
    LOG.info("pod {} does not answer; another link is tried beside this one", pod);
  }

  @Override
  public void onDown(TransportException cause) {
    if (matters.getAsBoolean()) {
      console.tell(
          new Event.Warning(
              "the line to pod %s broke: %s; its connections wait"
                  .formatted(pod, cause.getMessage())));
    }
  }

  @Override
  public void onResumed(Duration down) {
    if (down.isZero()) {
      LOG.info("another link to pod {} took over", pod);
    } else {
      console.tell(
          new Event.Note(
              "the line to pod %s is back after %.1f s; no connection was lost"
                  .formatted(pod, down.toMillis() / 1000.0)));
    }
  }
}
