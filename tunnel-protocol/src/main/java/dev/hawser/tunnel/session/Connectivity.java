package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whether a session has a link, how it gets the next one, and how long it waits for that.
///
/// A link's epoch is the fence: of two that say they belong to the session, the one with the higher
/// epoch does. Confined to the session's loop.
final class Connectivity implements Liveness.Listener {
  private final TunnelSession session;
  private final SessionSettings settings;
  private final Line line;
  private final Liveness liveness;
  private final List<LineListener> listeners = new ArrayList<>(2);
  private int epochTold; // by the endpoint; the highest that it has asked for
  private int epoch;
  private long lostAtNs;
  private @Nullable TransportException lost;
  private @Nullable ScheduledFuture<?> grace;

  Connectivity(TunnelSession session, IncomingFrames incoming) {
    this.session = session;
    this.settings = session.settings();
    this.line = new Line(session.eventLoop(), incoming, session::scheduleFlush);
    incoming.bind(line);
    this.liveness = new Liveness(session.eventLoop(), settings.wall(), line, this);
  }

  Line line() {
    return line;
  }

  void listen(LineListener heard) {
    listeners.add(heard);
  }

  boolean wasLinked() {
    return epoch > 0;
  }

  boolean uses(FrameTransport link) {
    return line.link() == link;
  }

  LineState state() {
    TransportException cause = lost;
    if (cause != null) {
      return new LineState.Down(down(), String.valueOf(cause.getMessage()));
    }
    return wasLinked() ? line.upState(liveness.isSuspected()) : new LineState.New();
  }

  private Duration down() {
    return lost == null ? Duration.ZERO : Duration.ofNanos(session.nowNs() - lostAtNs);
  }

  // ---- the next link

  Hello nextHello() {
    epochTold++;
    return Hello.ours(settings.role(), settings.lane(), settings.id(), epochTold, line.tell());
  }

  void onLinkFailed() {
    line.tellNoMore();
  }

  void link(FrameTransport link, Hello ours, Hello peer) {
    peer.checkFrom(settings.role().peer());
    boolean fits =
        peer.session().equals(ours.session())
            && peer.epoch() == ours.epoch()
            && peer.lane() == ours.lane()
            && ours.epoch() > epoch;
    if (!fits) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO for another link: " + peer);
    }
    attach(link, peer);
  }

  void answer(FrameTransport link, Hello peer) {
    if (peer.epoch() <= epoch) {
      throw new ProtocolException(
          ErrorCode.STALE_EPOCH, "epoch: %d (expected: above %d)".formatted(peer.epoch(), epoch));
    }
    Hello ours =
        Hello.ours(settings.role(), settings.lane(), settings.id(), peer.epoch(), line.tell());
    try {
      attach(link, peer);
    } catch (ProtocolException refused) { // the link before is used on
      line.tellNoMore();
      throw refused;
    }
    ByteBuf out = link.allocator().directBuffer();
    FrameWriter.hello(out, ours);
    link.write(out);
    link.flush();
  }

  private void attach(FrameTransport link, Hello peer) {
    boolean first = epoch == 0;
    long replayed = line.attach(link, peer.received());
    epoch = peer.epoch();
    Duration lasted = down();
    lost = null;
    stopGrace();
    liveness.start();
    if (first) {
      session.begin(peer);
    } else {
      session.observer().onResumed(replayed, lasted);
      listeners.forEach(listener -> listener.onResumed(lasted));
    }
    session.observer().onLinkUp();
    session.scheduleFlush();
  }

  // ---- the link that is there

  void read(ByteBuf bytes) {
    line.read(bytes);
  }

  void endBurst() {
    line.endBurst();
  }

  void onLost(FrameTransport link, TransportException cause) {
    if (!uses(link)) {
      return;
    }
    forget();
    lost = cause;
    lostAtNs = session.nowNs();
    grace =
        session
            .eventLoop()
            .schedule(this::onGraceOver, settings.grace().toMillis(), TimeUnit.MILLISECONDS);
    listeners.forEach(listener -> listener.onDown(cause));
  }

  private void onGraceOver() {
    TransportException cause = lost;
    if (cause != null) {
      session.onGraceOver(
          new TransportException(
              "no link within %d s after the last was lost (%s)"
                  .formatted(settings.grace().toSeconds(), cause.getMessage()),
              cause));
    }
  }

  private void stopGrace() {
    if (grace != null) {
      grace.cancel(false);
      grace = null;
    }
  }

  @Override
  public void onSuspected() {
    listeners.forEach(LineListener::onSuspected);
  }

  @Override
  public void onDead(TransportException cause) {
    FrameTransport dead = line.link();
    if (dead != null) {
      onLost(dead, cause);
      dead.close();
    }
  }

  @Override
  public void onTick() {
    session.relieve();
  }

  // ---- the end

  /// Before [#stop].
  ///
  /// @return whether there is a link over which it is said, and which will close then
  boolean sayGoodbye(ErrorCode code, String reason) {
    FrameTransport link = line.link();
    if (link == null) {
      return false;
    }
    line.writeReplay();
    ByteBuf out = link.allocator().directBuffer();
    FrameWriter.goaway(out, code, reason);
    link.write(out);
    link.flush();
    link.closeAfterPeer();
    return uses(link);
  }

  void closeLink() {
    FrameTransport link = line.link();
    if (link != null) {
      link.close();
    }
  }

  void forget() {
    if (line.detach() != null) {
      session.observer().onLinkDown();
    }
    liveness.stop();
  }

  /// The session is over; the link, if there is one, only closes.
  void stop() {
    stopGrace();
    liveness.stop();
    line.close();
  }
}
