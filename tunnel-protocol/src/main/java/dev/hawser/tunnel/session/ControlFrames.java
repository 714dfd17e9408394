package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.ReceiveWindow;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Resumable frames other than DATA that wait to be sent, before all DATA. CREDIT is only written
/// when it goes out, and so once for each stream however long it waits. Confined to the session's
/// loop.
final class ControlFrames {
  private static final int INITIAL_BYTES = 256;

  /// What may wait when the peer takes nothing; streams are limited, so no honest peer causes more.
  static final int MOST_BYTES = 16 * 1024 * 1024;

  private final ByteBufAllocator allocator;
  private final Consumer<ProtocolException> onFlooded;
  private final ArrayDeque<TunnelStream> creditDue = new ArrayDeque<>();
  private boolean sessionCreditDue;
  private boolean flooded;
  private @Nullable ByteBuf waiting;

  /// @param onFlooded told once that the peer asks and does not listen, while a frame is appended
  ControlFrames(ByteBufAllocator allocator, Consumer<ProtocolException> onFlooded) {
    this.allocator = allocator;
    this.onFlooded = onFlooded;
  }

  /// Where to write the next frame. Stays owned here.
  ByteBuf append() {
    ByteBuf frames = waiting;
    if (frames == null) {
      frames = allocator.directBuffer(INITIAL_BYTES);
      waiting = frames;
    } else if (frames.readableBytes() > MOST_BYTES && !flooded) {
      flooded = true;
      onFlooded.accept(
          new ProtocolException(
              ErrorCode.FLOODED, "more than %d bytes of answers wait".formatted(MOST_BYTES)));
    }
    return frames;
  }

  /// Whether nothing should be added that is not an answer.
  boolean isCrowded() {
    return waiting != null && waiting.readableBytes() > MOST_BYTES / 2;
  }

  /// The stream, which is not waiting for it already, is to send CREDIT.
  void appendCredit(TunnelStream stream) {
    creditDue.add(stream);
  }

  void appendSessionCredit() {
    sessionCreditDue = true;
  }

  /// All that waits, now the caller's, or null.
  @Nullable ByteBuf take(ReceiveWindow sessionWindow, long nowNs, long roundTripNs) {
    if (sessionCreditDue) {
      sessionCreditDue = false;
      FrameWriter.credit(append(), 0, sessionWindow.credit(nowNs, roundTripNs));
    }
    for (TunnelStream stream = creditDue.poll(); stream != null; stream = creditDue.poll()) {
      if (stream.takesCredit()) {
        stream.writeCredit(append(), nowNs, roundTripNs);
      }
    }
    ByteBuf frames = waiting;
    waiting = null;
    return frames;
  }

  void release() {
    creditDue.clear();
    if (waiting != null) {
      waiting.release();
      waiting = null;
    }
  }
}
