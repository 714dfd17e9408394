package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collection;
import java.util.function.IntSupplier;

/// Writes masked WebSocket frames (RFC 6455, section 5.2):
/// ```
///  FIN opcode | MASK length | (16 bits of length) | masking key | channel and data, masked
/// ```
/// Copying and masking are one pass, so what leaves is contiguous and TLS slices it without copying
/// again. Confined to one event loop.
final class FrameWriter {
  /// Two TLS records, the frame's header included.
  static final int FRAME_BYTES = 32 * 1024;

  private static final int LONGEST_HEADER = 8;
  private static final int CHANNEL_BYTES = 1;

  /// The most data that one frame takes.
  static final int DATA_BYTES = FRAME_BYTES - LONGEST_HEADER - CHANNEL_BYTES;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_IN_16_BITS = 126;

  private final IntSupplier masks;

  FrameWriter(IntSupplier masks) {
    this.masks = masks;
  }

  /// A whole binary message of one channel; *borrows* the data, at most [#DATA_BYTES] in sum.
  ByteBuf message(ByteBufAllocator allocator, int channel, Collection<ByteBuf> data, int bytes) {
    int length = CHANNEL_BYTES + bytes;
    ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + length);
    int mask = header(frame, Opcode.BINARY, length);
    frame.writeByte(channel ^ (mask >>> 24));
    mask = Integer.rotateLeft(mask, 8);
    for (ByteBuf one : data) {
      mask = copyMasked(one, frame, mask);
    }
    return frame;
  }

  /// A control frame; *borrows* the payload, at most 125 bytes.
  ByteBuf control(ByteBufAllocator allocator, Opcode opcode, ByteBuf payload) {
    ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + payload.readableBytes());
    int mask = header(frame, opcode, payload.readableBytes());
    copyMasked(payload, frame, mask);
    return frame;
  }

  private int header(ByteBuf frame, Opcode opcode, int length) {
    int mask = masks.getAsInt();
    frame.writeByte(FIN | opcode.code());
    if (length <= SHORT_LENGTH) {
      frame.writeByte(MASKED | length);
    } else {
      frame.writeByte(MASKED | LENGTH_IN_16_BITS).writeShort(length);
    }
    frame.writeInt(mask);
    return mask;
  }

  /// @param mask its highest byte belongs to the first byte of the source
  /// @return the mask for the byte that comes next
  private static int copyMasked(ByteBuf source, ByteBuf frame, int mask) {
    int bytes = source.readableBytes();
    int from = source.readerIndex();
    int to = frame.writerIndex();
    int end = to + bytes;
    frame.ensureWritable(bytes);
    long wide = ((mask & 0xFFFF_FFFFL) << 32) | (mask & 0xFFFF_FFFFL);
    for (; to <= end - Long.BYTES; to += Long.BYTES, from += Long.BYTES) {
      frame.setLong(to, source.getLong(from) ^ wide);
    }
    for (; to < end; to++, from++) {
      frame.setByte(to, source.getByte(from) ^ (mask >>> 24));
      mask = Integer.rotateLeft(mask, 8);
    }
    frame.writerIndex(end);
    return mask;
  }
}
