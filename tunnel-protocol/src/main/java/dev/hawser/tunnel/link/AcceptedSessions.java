package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.session.FrameTransport;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The agent's sessions: at most one in each lane, the newest, for an endpoint that begins a new
/// one has given the one before up, whether or not this end has noticed.
///
/// Confined to the event loop.
public final class AcceptedSessions {
  private final EventLoop loop;
  private final LinkSettings settings;
  private final Consumer<TunnelSession> onSession;
  private final Map<Integer, TunnelSession> byLane = new TreeMap<>();
  private int turn;

  /// @param onSession told of each session whose peer proved itself, when it begins
  public AcceptedSessions(
      EventLoop loop, LinkSettings settings, Consumer<TunnelSession> onSession) {
    this.loop = loop;
    this.settings = settings;
    this.onSession = onSession;
  }

  /// Makes a link of a carrier's connection.
  ///
  /// @return the session that it belongs to; a failure has closed the channel
  public Future<TunnelSession> accept(Channel carrier) {
    return Links.establish(
        carrier,
        settings.security(),
        new Handshake() {
          @Override
          public void begin(FrameTransport link) {
            // the endpoint speaks first
          }

          @Override
          public TunnelSession onHello(FrameTransport link, Hello peer) {
            return answer(link, peer);
          }
        });
  }

  /// A session for a stream of ours, in turn where there are several lanes.
  public @Nullable TunnelSession next() {
    assert loop.inEventLoop();
    List<TunnelSession> taking = new ArrayList<>(byLane.size());
    for (TunnelSession session : byLane.values()) {
      if (session.takesStreams()) {
        taking.add(session);
      }
    }
    return taking.isEmpty() ? null : taking.get(Math.floorMod(turn++, taking.size()));
  }

  public List<TunnelSession> all() {
    assert loop.inEventLoop();
    return new ArrayList<>(byLane.values());
  }

  private TunnelSession answer(FrameTransport link, Hello peer) {
    peer.checkFrom(settings.role().peer());
    TunnelSession known = find(peer.session());
    if (known != null) {
      known.answer(link, peer);
      return known;
    }
    if (!peer.isFirst()) {
      throw new ProtocolException(
          ErrorCode.UNKNOWN_SESSION, "there is no session %s here".formatted(peer.session()));
    }
    TunnelSession begun =
        new TunnelSession(loop, settings.session(peer.session(), peer.lane(), link.allocator()));
    begun.answer(link, peer);
    TunnelSession before = byLane.put(peer.lane(), begun);
    if (before != null) {
      before.close();
    }
    begun.closed().addListener(ended -> byLane.remove(peer.lane(), begun));
    onSession.accept(begun);
    return begun;
  }

  private @Nullable TunnelSession find(UUID id) {
    for (TunnelSession session : byLane.values()) {
      if (session.id().equals(id) && !session.isOver()) {
        return session;
      }
    }
    return null;
  }
}
