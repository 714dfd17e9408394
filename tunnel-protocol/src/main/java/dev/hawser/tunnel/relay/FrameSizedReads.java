package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// Buffers for what a socket is read into: each becomes one frame, in whole TLS records, without a
/// copy, for it has room for the frame's header before the bytes and is no longer than a stream's
/// turn. A socket that brings little at a time gets small ones.
final class FrameSizedReads extends DefaultMaxMessagesRecvByteBufAllocator {
  /// As much as is read before the session is asked to send it.
  private static final int READS_AT_A_TIME = 4;

  private static final int LARGE = FairQueue.QUANTUM;
  private static final int SMALL = 2048;
  private static final int SMALL_READS_BEFORE_SMALL = 8;

  static final FrameSizedReads INSTANCE = new FrameSizedReads();

  private FrameSizedReads() {
    super(READS_AT_A_TIME);
  }

  @SuppressWarnings("deprecation") // there is no other way to make a handle
  @Override
  public Handle newHandle() {
    return new Sizes();
  }

  private final class Sizes extends MaxMessageHandle {
    private int size = SMALL;
    private int smallReads;

    @Override
    public int guess() {
      return size;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return allocator.directBuffer(size, size).setIndex(FrameHeader.BYTES, FrameHeader.BYTES);
    }

    @Override
    public void lastBytesRead(int bytes) {
      super.lastBytesRead(bytes);
      if (bytes >= SMALL - FrameHeader.BYTES) {
        size = LARGE;
        smallReads = 0;
      } else if (bytes > 0 && ++smallReads == SMALL_READS_BEFORE_SMALL) {
        size = SMALL;
      }
    }
  }
}
