package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.function.IntSupplier;

/// Writes masked WebSocket frames (RFC 6455, section 5.2):
/// ```
///  FIN opcode | MASK length | (16 or 64 bits of length) | masking key | prefix and data, masked
/// ```
/// What leaves is contiguous, so that TLS slices it without copying again. Confined to one event
/// loop.
final class FrameWriter {
  /// Of a frame below 64 KiB.
  static final int LONGEST_USUAL_HEADER = 8;

  static final int LONGEST_HEADER = 14;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int LENGTH_16_BITS_HOLD = 65535;

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final IntSupplier masks;

  FrameWriter(IntSupplier masks) {
    this.masks = masks;
  }

  /// A whole binary message; *borrows* the data.
  ///
  /// @param bytes of the data in sum
  ByteBuf message(ByteBufAllocator allocator, byte[] prefix, Collection<ByteBuf> data, int bytes) {
    int length = prefix.length + bytes;
    ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + length);
    int mask = header(frame, Opcode.BINARY, length);
    int payload = frame.writerIndex();
    frame.writeBytes(prefix);
    data.forEach(one -> frame.writeBytes(one, one.readerIndex(), one.readableBytes()));
    mask(frame, payload, mask);
    return frame;
  }

  /// A whole frame; *borrows* the payload, at most 125 bytes of it for a control frame.
  ByteBuf frame(ByteBufAllocator allocator, Opcode opcode, ByteBuf payload) {
    ByteBuf frame = allocator.ioBuffer(LONGEST_HEADER + payload.readableBytes());
    int mask = header(frame, opcode, payload.readableBytes());
    int start = frame.writerIndex();
    frame.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
    mask(frame, start, mask);
    return frame;
  }

  private int header(ByteBuf frame, Opcode opcode, int length) {
    int mask = masks.getAsInt();
    frame.writeByte(FIN | opcode.code());
    if (length <= SHORT_LENGTH) {
      frame.writeByte(MASKED | length);
    } else if (length <= LENGTH_16_BITS_HOLD) {
      frame.writeByte(MASKED | LENGTH_IN_16_BITS).writeShort(length);
    } else {
      frame.writeByte(MASKED | LENGTH_IN_64_BITS).writeLong(length);
    }
    frame.writeInt(mask);
    return mask;
  }

  /// Masks from an index on. A loop of this shape becomes vector instructions; one that copies from
  /// another buffer, or goes through the buffer's own methods, takes five times as long.
  private static void mask(ByteBuf frame, int from, int mask) {
    int bytes = frame.writerIndex() - from;
    MemorySegment payload = MemorySegment.ofBuffer(frame.nioBuffer(from, bytes));
    long wide = ((mask & 0xFFFF_FFFFL) << 32) | (mask & 0xFFFF_FFFFL);
    long inOrder = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? wide : Long.reverseBytes(wide);
    int words = bytes / Long.BYTES;
    for (int i = 0; i < words; i++) {
      payload.setAtIndex(WORD, i, payload.getAtIndex(WORD, i) ^ inOrder);
    }
    for (int i = words * Long.BYTES; i < bytes; i++) {
      frame.setByte(from + i, frame.getByte(from + i) ^ (mask >>> (24 - 8 * (i % 4))));
    }
  }
}
