package dev.hawser.agent;

import dev.hawser.agent.probe.Readiness;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.EventLoop;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one session that this agent serves: the newest, for an endpoint that connects again has lost
/// the one before, whether or not this end has noticed.
///
/// Confined to the event loop.
///
/// ```
///            replace                lost
///  NONE ───────────────► CURRENT ─────────► NONE
///                         │   ▲
///                         └───┘ replace: the one before is closed
/// ```
final class CurrentSession implements Supplier<@Nullable TunnelSession> {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentSession.class);

  private final EventLoop loop;
  private @Nullable TunnelSession current;

  CurrentSession(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public @Nullable TunnelSession get() {
    assert loop.inEventLoop();
    return current;
  }

  Readiness readiness() {
    return get() != null
        ? new Readiness.Ready()
        : new Readiness.NotReady("no tunnel: the developer's end is not connected");
  }

  void replace(TunnelSession next) {
    assert loop.inEventLoop();
    TunnelSession before = current;
    current = next;
    LOG.info(before == null ? "link up" : "link up, in place of the one before");
    if (before != null) {
      before.close();
    }
    next.closed().addListener(ended -> lost(next, ended.cause()));
  }

  void close() {
    TunnelSession last = get();
    if (last != null) {
      last.close();
    }
  }

  private void lost(TunnelSession ended, @Nullable Throwable cause) {
    if (current == ended) {
      current = null;
      LOG.info("link down: {}", cause == null ? "closed" : cause.getMessage());
    }
  }
}
