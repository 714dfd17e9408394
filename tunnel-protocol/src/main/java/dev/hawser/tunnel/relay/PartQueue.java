package dev.hawser.tunnel.relay;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Received bytes that wait for their socket, in order. Credit counts bytes alone: of a peer that
/// sends them one by one, the parts are put together, so that what waits costs little more than its
/// bytes. Long parts, and the few short ones of an honest request, are kept as they are.
///
/// Owns what is in it. On the session's loop.
final class PartQueue {
  private static final int FEW = 8;
  private static final int SHORT_BYTES = 1024;
  private static final int GATHERED_BYTES = 16 * 1024;

  private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(2);
  private @Nullable ByteBuf gathering; // the last of the parts, while it has room

  /// @param data takes
  void add(ByteBuf data) {
    int bytes = data.readableBytes();
    if (parts.size() < FEW || bytes >= SHORT_BYTES) {
      parts.add(data);
      gathering = null;
      return;
    }
    ByteBuf into = gathering;
    if (into == null || into.writableBytes() < bytes) {
      into = data.alloc().directBuffer(GATHERED_BYTES);
      parts.add(into);
      gathering = into;
    }
    into.writeBytes(data);
    data.release();
  }

  /// @return the first, which is the caller's now, or null
  @Nullable ByteBuf poll() {
    ByteBuf first = parts.poll();
    if (parts.isEmpty()) {
      gathering = null;
    }
    return first;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /// @return how many bytes there were
  int release() {
    int bytes = 0;
    for (ByteBuf part = poll(); part != null; part = poll()) {
      bytes += part.readableBytes();
      part.release();
    }
    return bytes;
  }
}
