package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.frame.StreamProtocol;
import dev.hawser.tunnel.metrics.LiveStreams;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The live streams of a session by their ids, and which ids there have been: both sides' rise and
/// are never used again, so none of a stream that is over has to be remembered. Confined to the
/// loop.
final class Streams {
  private final Role role;
  private final IntObjectMap<TunnelStream> live = new IntObjectHashMap<>();
  private int nextId;
  private int lastPeerId;
  private int peersLive;
  private int peersUnconfirmed;
  private boolean oursRefused;
  private boolean theirsRefused;

  Streams(Role role) {
    this.role = role;
    this.nextId = role.firstStreamId();
  }

  /// The id of a stream that this side opens; negative when all are used up.
  int newId() {
    int id = nextId;
    nextId += 2;
    return id;
  }

  /// The peer opens a stream.
  ///
  /// @return whether it is taken; if not, the peer has been or will be told by DRAIN
  /// @throws ProtocolException if it must not by this id
  boolean acceptId(int id) {
    if (!role.peer().opens(id) || id <= lastPeerId) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "OPEN: stream id " + id);
    }
    lastPeerId = id;
    return !theirsRefused;
  }

  // ---- draining

  boolean takesOurs() {
    return !oursRefused && !theirsRefused;
  }

  boolean takesTheirs() {
    return !theirsRefused;
  }

  /// From now on.
  ///
  /// @return the last that was taken
  int refuseTheirs() {
    theirsRefused = true;
    return lastPeerId;
  }

  /// The peer takes no more.
  ///
  /// @return those that it has not taken
  /// @throws ProtocolException if it said so before
  List<TunnelStream> refusedOurs(int lastTaken) {
    if (oursRefused) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "DRAIN twice");
    }
    oursRefused = true;
    return live.values().stream()
        .filter(stream -> role.opens(stream.id()) && stream.id() > lastTaken)
        .toList();
  }

  // ---- what lives

  Role openerOf(int id) {
    return role.opens(id) ? role : role.peer();
  }

  void add(TunnelStream stream) {
    live.put(stream.id(), stream);
    if (!role.opens(stream.id())) {
      peersLive++;
      peersUnconfirmed++;
    }
  }

  void onConfirmed(TunnelStream stream) {
    if (!role.opens(stream.id())) {
      peersUnconfirmed--;
    }
  }

  void remove(TunnelStream stream) {
    live.remove(stream.id());
    if (!role.opens(stream.id())) {
      peersLive--;
      if (!stream.isConfirmed()) {
        peersUnconfirmed--;
      }
    }
  }

  /// Whether the peer has opened more than it may.
  boolean isCrowded() {
    return peersLive > Allowance.MAX_STREAMS || peersUnconfirmed > Allowance.MAX_UNCONFIRMED;
  }

  boolean isEmpty() {
    return live.isEmpty();
  }

  List<TunnelStream> all() {
    return List.copyOf(live.values());
  }

  LiveStreams view(int most) {
    List<TunnelStream> traffic =
        live.values().stream()
            .filter(stream -> stream.destination().protocol() != StreamProtocol.SERVICE)
            .toList();
    return new LiveStreams(
        traffic.size(), traffic.stream().limit(most).map(TunnelStream::view).toList());
  }

  /// The live stream, or null if it existed once.
  ///
  /// @throws ProtocolException if it never did
  @Nullable TunnelStream find(int id) {
    TunnelStream stream = live.get(id);
    if (stream == null) {
      boolean existed = role.opens(id) ? id < nextId : id <= lastPeerId;
      if (!existed) {
        throw new ProtocolException(ErrorCode.PROTOCOL, "stream %d was never opened".formatted(id));
      }
    }
    return stream;
  }
}
