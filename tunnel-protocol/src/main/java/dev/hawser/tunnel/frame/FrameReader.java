package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Turns the bytes of a link into calls of a [FrameSink], however the bytes are cut.
///
/// DATA payloads are handed on as slices of what was read, without waiting for the frame's end and
/// without a copy; only headers and the short payloads of other frames are gathered, in a buffer of
/// fixed size. A length is checked as soon as the header is whole.
///
/// Confined to one thread. After a [ProtocolException] it must not be used again.
public final class FrameReader {
  private final FrameSink sink;
  private final int maxDataLength;
  private final ByteBuf gathered =
      Unpooled.buffer(FrameType.MAX_CONTROL_LENGTH, FrameType.MAX_CONTROL_LENGTH);

  private boolean inPayload;
  private FrameType type = FrameType.DATA;
  private int flags;
  private int streamId;
  private int remaining; // bytes of the payload still to come

  /// @param maxDataLength longest DATA payload that is accepted, as our own HELLO said
  public FrameReader(FrameSink sink, int maxDataLength) {
    this.sink = sink;
    this.maxDataLength = maxDataLength;
  }

  /// Reads all that is there.
  ///
  /// @param in borrowed; slices of it are retained
  public void read(ByteBuf in) {
    while (in.isReadable()) {
      if (!inPayload) {
        readHeader(in);
      } else if (type == FrameType.DATA) {
        readData(in);
      } else {
        readControl(in);
      }
    }
  }

  private void readHeader(ByteBuf in) {
    long header;
    if (!gathered.isReadable() && in.readableBytes() >= FrameHeader.BYTES) {
      header = in.readLong();
    } else {
      gather(in, FrameHeader.BYTES);
      if (gathered.readableBytes() < FrameHeader.BYTES) {
        return;
      }
      header = gathered.readLong();
      gathered.clear();
    }
    begin(header);
  }

  private void begin(long header) {
    FrameType known = FrameType.of(FrameHeader.typeCode(header));
    if (known == null) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL, "frame type: %d".formatted(FrameHeader.typeCode(header)));
    }
    type = known;
    flags = FrameHeader.flags(header);
    streamId = FrameHeader.streamId(header);
    remaining = FrameHeader.length(header);
    if (!type.allows(remaining) || (type == FrameType.DATA && remaining > maxDataLength)) {
      throw new ProtocolException(ErrorCode.FRAME_SIZE, "%s: length %d".formatted(type, remaining));
    }
    if ((flags & ~(type == FrameType.DATA ? FrameHeader.FIN : 0)) != 0) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "%s: flags %d".formatted(type, flags));
    }
    checkStreamId();
    if (remaining > 0) {
      inPayload = true;
    } else if (type == FrameType.DATA) {
      sink.onData(streamId, Unpooled.EMPTY_BUFFER, flags == FrameHeader.FIN);
    } else {
      deliverControl();
    }
  }

  private void checkStreamId() {
    boolean fits =
        switch (type) {
          case DATA, OPEN, OPEN_OK, RST -> streamId > 0;
          case CREDIT -> streamId >= 0;
          case PING, PONG, HELLO, GOAWAY -> streamId == 0;
        };
    if (!fits) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "%s: stream %d".formatted(type, streamId));
    }
  }

  private void readData(ByteBuf in) {
    int length = Math.min(remaining, in.readableBytes());
    remaining -= length;
    boolean last = remaining == 0 && flags == FrameHeader.FIN;
    inPayload = remaining > 0;
    sink.onData(streamId, in.readRetainedSlice(length), last);
  }

  private void readControl(ByteBuf in) {
    gather(in, remaining);
    if (gathered.readableBytes() == remaining) {
      inPayload = false;
      deliverControl();
      gathered.clear();
    }
  }

  private void gather(ByteBuf in, int upTo) {
    gathered.writeBytes(in, Math.min(upTo - gathered.readableBytes(), in.readableBytes()));
  }

  private void deliverControl() {
    switch (type) {
      case DATA -> throw new AssertionError("handed on by readData");
      case HELLO -> sink.onHello(hello());
      case OPEN -> sink.onOpen(streamId, destination());
      case OPEN_OK -> sink.onOpenOk(streamId);
      case RST -> {
        ResetCode code = ResetCode.of(gathered.readInt());
        sink.onReset(streamId, code, offset());
      }
      case CREDIT -> sink.onCredit(streamId, offset());
      case PING -> sink.onPing(gathered.readLong());
      case PONG -> sink.onPong(gathered.readLong());
      case GOAWAY -> {
        ErrorCode code = ErrorCode.of(gathered.readInt());
        sink.onGoaway(code, PeerText.clean(gathered.toString(StandardCharsets.UTF_8)));
      }
    }
  }

  private Hello hello() {
    int version = gathered.readUnsignedShort();
    int maxLength = gathered.readInt();
    int streamWindow = gathered.readInt();
    long sessionWindow = gathered.readLong();
    int roleCode = gathered.readUnsignedByte();
    Role role = Role.of(roleCode);
    if (role == null) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO: role %d".formatted(roleCode));
    }
    return new Hello(version, maxLength, streamWindow, sessionWindow, role);
  }

  private Destination destination() {
    int code = gathered.readUnsignedByte();
    int port = gathered.readUnsignedShort();
    int hostLength = gathered.readUnsignedByte();
    if (hostLength != gathered.readableBytes()) {
      throw new ProtocolException(ErrorCode.FRAME_SIZE, "OPEN: host length " + hostLength);
    }
    StreamProtocol protocol = StreamProtocol.of(code);
    if (protocol == null) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "OPEN: protocol %d".formatted(code));
    }
    String host = gathered.toString(StandardCharsets.UTF_8);
    try {
      return new Destination(protocol, host, port);
    } catch (IllegalArgumentException malformedUtf8) { // grows when it is replaced
      throw new ProtocolException(ErrorCode.PROTOCOL, "OPEN: host is not UTF-8");
    }
  }

  private long offset() {
    long offset = gathered.readLong();
    if (offset < 0) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "%s: offset %d".formatted(type, offset));
    }
    return offset;
  }
}
