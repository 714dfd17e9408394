package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.Role;
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
  /// @throws ProtocolException if it must not by this id
  void acceptId(int id) {
    if (!role.peer().opens(id) || id <= lastPeerId) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "OPEN: stream id " + id);
    }
    lastPeerId = id;
  }

  Role openerOf(int id) {
    return role.opens(id) ? role : role.peer();
  }

  void add(TunnelStream stream) {
    live.put(stream.id(), stream);
  }

  void remove(TunnelStream stream) {
    live.remove(stream.id());
  }

  List<TunnelStream> all() {
    return List.copyOf(live.values());
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
