package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes frames into buffers, which it borrows. DATA payloads are not copied: only their header is
/// written here.
public final class FrameWriter {
  private static final int MAX_REASON_BYTES = 255;

  private FrameWriter() {}

  public static void hello(ByteBuf out, Hello hello) {
    header(out, FrameType.HELLO, 48, 0);
    out.writeShort(hello.version())
        .writeInt(hello.maxDataLength())
        .writeInt(hello.streamWindow())
        .writeLong(hello.sessionWindow())
        .writeByte(hello.role().code())
        .writeByte(hello.lane())
        .writeLong(hello.session().getMostSignificantBits())
        .writeLong(hello.session().getLeastSignificantBits())
        .writeInt(hello.epoch())
        .writeLong(hello.received());
  }

  public static void open(ByteBuf out, int streamId, Destination destination) {
    byte[] host = destination.host().getBytes(StandardCharsets.UTF_8);
    header(out, FrameType.OPEN, 4 + host.length, streamId);
    out.writeByte(destination.protocol().code())
        .writeShort(destination.port())
        .writeByte(host.length)
        .writeBytes(host);
  }

  public static void openOk(ByteBuf out, int streamId) {
    header(out, FrameType.OPEN_OK, 0, streamId);
  }

  public static void dataHeader(ByteBuf out, int streamId, int length, boolean last) {
    out.writeLong(dataHeader(streamId, length, last));
  }

  /// Puts the header in front of a payload.
  ///
  /// @param frame borrowed; the eight bytes before its reader index must be free, and are read next
  ///     afterwards
  public static void prependDataHeader(ByteBuf frame, int streamId, boolean last) {
    int length = frame.readableBytes();
    int start = frame.readerIndex() - FrameHeader.BYTES;
    frame.setLong(start, dataHeader(streamId, length, last)).readerIndex(start);
  }

  private static long dataHeader(int streamId, int length, boolean last) {
    return FrameHeader.of(FrameType.DATA, last ? FrameHeader.FIN : 0, length, streamId);
  }

  public static void datagramHeader(ByteBuf out, int streamId, int length) {
    header(out, FrameType.DATAGRAM, length, streamId);
  }

  public static void reset(ByteBuf out, int streamId, ResetCode code, long finalOffset) {
    header(out, FrameType.RST, 12, streamId);
    out.writeInt(code.code()).writeLong(finalOffset);
  }

  public static void credit(ByteBuf out, int streamId, long limit) {
    header(out, FrameType.CREDIT, 8, streamId);
    out.writeLong(limit);
  }

  public static void ping(ByteBuf out, long payload) {
    header(out, FrameType.PING, 8, 0);
    out.writeLong(payload);
  }

  public static void pong(ByteBuf out, long payload) {
    header(out, FrameType.PONG, 8, 0);
    out.writeLong(payload);
  }

  public static void ack(ByteBuf out, long received) {
    header(out, FrameType.ACK, 8, 0);
    out.writeLong(received);
  }

  public static void stopSending(ByteBuf out, int streamId, ResetCode code) {
    header(out, FrameType.STOP_SENDING, 4, streamId);
    out.writeInt(code.code());
  }

  public static void drain(ByteBuf out, int lastStreamId) {
    header(out, FrameType.DRAIN, 4, 0);
    out.writeInt(lastStreamId);
  }

  /// @param reason cut to 255 bytes of UTF-8
  public static void goaway(ByteBuf out, ErrorCode code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] bounded = text.length > MAX_REASON_BYTES ? Arrays.copyOf(text, MAX_REASON_BYTES) : text;
    header(out, FrameType.GOAWAY, 4 + bounded.length, 0);
    out.writeInt(code.code()).writeBytes(bounded);
  }

  private static void header(ByteBuf out, FrameType type, int length, int streamId) {
    out.writeLong(FrameHeader.of(type, 0, length, streamId));
  }
}
