package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/// What was sent and is not yet acknowledged, to be sent again on the next link if this one loses
/// it. Offsets count the bytes of resumable frames since the session's start. Its size is bounded
/// by the peer's credit, and by [#isFull] where that is given without end. Confined to the
/// session's loop.
final class ReplayBuffer {
  /// As much as an honest peer's credit can make unacknowledged.
  static final long MOST_BYTES = TunnelSession.MAX_SESSION_WINDOW;

  /// What is this small is copied if its buffer is [#WASTEFUL] times as large.
  private static final int SMALL_BYTES = 2048;

  private static final int WASTEFUL = 4;

  private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
  private long capacity; // of what is held
  private long heldFrom; // the offset of the first byte held, which may be acknowledged
  private long end;

  /// @param sent takes; its readable bytes must stay as they are
  /// @return what to send, which stays owned here
  ByteBuf add(ByteBuf sent) {
    ByteBuf kept = isWasteful(sent) ? compact(sent) : sent;
    end += kept.readableBytes();
    capacity += kept.capacity();
    held.add(kept);
    return kept;
  }

  private static boolean isWasteful(ByteBuf sent) {
    int bytes = sent.readableBytes();
    return bytes <= SMALL_BYTES && sent.capacity() > WASTEFUL * Math.max(bytes, 64);
  }

  private static ByteBuf compact(ByteBuf sent) {
    ByteBuf copy = sent.alloc().directBuffer(sent.readableBytes()).writeBytes(sent);
    sent.release();
    return copy;
  }

  /// Whether nothing more should be sent before something is acknowledged.
  boolean isFull() {
    return capacity >= MOST_BYTES;
  }

  /// Bytes sent so far.
  long end() {
    return end;
  }

  /// Bytes held.
  long bytes() {
    return end - heldFrom;
  }

  /// @throws ProtocolException if so much was never sent
  void acknowledge(long offset) {
    if (offset > end) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL,
          "acknowledged: %d bytes (expected: at most %d)".formatted(offset, end));
    }
    for (ByteBuf first = held.peek();
        first != null && heldFrom + first.readableBytes() <= offset;
        first = held.peek()) {
      heldFrom += first.readableBytes();
      capacity -= first.capacity();
      held.remove();
      first.release();
    }
  }

  /// What is to be sent again.
  ///
  /// @param offset from where
  /// @return the caller's
  /// @throws ProtocolException if these bytes are not held any more, or were never sent
  ArrayDeque<ByteBuf> from(long offset) {
    if (offset < heldFrom) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL,
          "resumed at %d, but acknowledged were %d bytes".formatted(offset, heldFrom));
    }
    acknowledge(offset);
    ArrayDeque<ByteBuf> again = new ArrayDeque<>(held.size());
    int skipped = (int) (offset - heldFrom);
    for (ByteBuf bytes : held) {
      again.add(
          bytes.retainedSlice(bytes.readerIndex() + skipped, bytes.readableBytes() - skipped));
      skipped = 0;
    }
    return again;
  }

  void release() {
    held.forEach(ByteBuf::release);
    held.clear();
    heldFrom = end;
    capacity = 0;
  }
}
