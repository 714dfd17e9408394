package dev.hawser.tunnel.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Frames other than DATA that wait to be sent, before all DATA. Confined to the session's loop.
final class ControlFrames {
  private static final int INITIAL_BYTES = 256;

  private final ByteBufAllocator allocator;
  private @Nullable ByteBuf waiting;

  ControlFrames(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /// Where to write the next frame. Stays owned here.
  ByteBuf append() {
    ByteBuf frames = waiting;
    if (frames == null) {
      frames = allocator.directBuffer(INITIAL_BYTES);
      waiting = frames;
    }
    return frames;
  }

  /// All that waits, now the caller's, or null.
  @Nullable ByteBuf take() {
    ByteBuf frames = waiting;
    waiting = null;
    return frames;
  }
}
