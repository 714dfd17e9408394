package dev.hawser.agent;

import dev.hawser.agent.probe.Readiness;
import dev.hawser.agent.probe.Reception;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.TransportException;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions with the one endpoint that this agent serves, one for each of its links. A session
/// whose line is broken is still one: what is opened in it waits with the rest.
///
/// Confined to the event loop.
final class CurrentSession implements Supplier<@Nullable TunnelSession> {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentSession.class);

  private final EventLoop loop;
  private final Reception reception = new Reception();
  private volatile @Nullable AcceptedSessions sessions;

  CurrentSession(EventLoop loop) {
    this.loop = loop;
  }

  /// Where links may be brought from now on; call once, on any thread.
  AcceptedSessions open(LinkSettings settings) {
    AcceptedSessions opened = new AcceptedSessions(loop, settings, CurrentSession::follow);
    sessions = opened;
    return opened;
  }

  @Override
  public @Nullable TunnelSession get() {
    AcceptedSessions opened = sessions;
    return opened == null ? null : opened.next();
  }

  private List<TunnelSession> all() {
    AcceptedSessions opened = sessions;
    return opened == null ? List.of() : opened.all();
  }

  /// The streams by which the endpoint says that its process takes calls.
  Reception reception() {
    return reception;
  }

  Readiness readiness() {
    if (get() == null) {
      return new Readiness.NotReady("no tunnel: the developer's end is not connected");
    }
    return reception.isOpen()
        ? new Readiness.Ready()
        : new Readiness.NotReady("the developer's process does not take calls yet");
  }

  /// Takes no more connections into the tunnel; those that are there go on.
  ///
  /// @return completed when they have ended
  Future<Void> drain() {
    reception.end();
    PromiseCombiner drained = new PromiseCombiner(loop);
    all().forEach(session -> drained.add(session.drain()));
    Promise<Void> all = loop.newPromise();
    drained.finish(all);
    return all;
  }

  void close() {
    all().forEach(TunnelSession::close);
  }

  private static void follow(TunnelSession begun) {
    LOG.info("session {}: link up", begun.name());
    begun.onLine(
        new LineListener() {
          @Override
          public void onResumed(Duration down) {
            LOG.info("session {}: link up again after {} ms", begun.name(), down.toMillis());
          }

          @Override
          public void onDown(TransportException cause) {
            LOG.info("session {}: link down, streams wait: {}", begun.name(), cause.getMessage());
          }
        });
    begun
        .closed()
        .addListener(
            ended ->
                LOG.info(
                    "session {}: over, {}",
                    begun.name(),
                    ended.isSuccess() ? "closed" : ended.cause().getMessage()));
  }
}
