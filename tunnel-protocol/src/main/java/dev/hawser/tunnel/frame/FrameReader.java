package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of a link into calls of a [FrameSink], however the bytes are cut.
///
/// DATA payloads are handed on as slices of what was read, without waiting for the frame's end and
/// without a copy; only headers and the short payloads of other frames are gathered, in a buffer of
/// fixed size, and a datagram that was cut, in one of its own length. A length is checked as soon
/// as the header is whole.
///
/// It counts the bytes of resumable frames that it has handed on, so that the peer can go on from
/// there on another link: within a DATA payload, before the header of any other frame.
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
  private @Nullable ByteBuf datagram; // the part of it that has come
  private long received;
  private long skip; // bytes of the link that are known from the one before
  private boolean closed;

  /// @param maxDataLength longest DATA payload that is accepted, as our own HELLO said
  public FrameReader(FrameSink sink, int maxDataLength) {
    this.sink = sink;
    this.maxDataLength = maxDataLength;
  }

  /// Reads all that is there, unless a frame in it leads to [#close].
  ///
  /// @param in borrowed; slices of it are retained
  public void read(ByteBuf in) {
    if (skip > 0) {
      int skipped = (int) Math.min(skip, in.readableBytes());
      in.skipBytes(skipped);
      skip -= skipped;
    }
    while (in.isReadable() && !closed) {
      readSome(in);
    }
  }

  /// Reads until a frame has been handed on or nothing is left.
  ///
  /// @param in borrowed
  public void readFrame(ByteBuf in) {
    boolean more = in.isReadable();
    while (more) {
      readSome(in);
      more = in.isReadable() && inPayload;
    }
  }

  private void readSome(ByteBuf in) {
    if (!inPayload) {
      readHeader(in);
    } else {
      switch (type) {
        case DATA -> readData(in);
        case DATAGRAM -> readDatagram(in);
        case OPEN, OPEN_OK, RST, CREDIT, PING, PONG, HELLO, GOAWAY, ACK, STOP_SENDING, DRAIN ->
            readControl(in);
      }
    }
  }

  /// Bytes of resumable frames handed on since the start.
  public long received() {
    return received;
  }

  /// What comes next is from another link, and begins where the peer was told.
  ///
  /// @param told what [#received] was when it was told
  public void onNextLink(long told) {
    if (type != FrameType.DATA || !inPayload) {
      inPayload = false; // the frame that was cut comes again, or is lost with its link
      gathered.clear();
      releaseDatagram();
    }
    skip = received - told;
  }

  /// Lets go of what has not been handed on, and hands nothing more on.
  public void close() {
    closed = true;
    releaseDatagram();
  }

  private void releaseDatagram() {
    if (datagram != null) {
      datagram.release();
      datagram = null;
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
    if (type == FrameType.DATA) {
      received += FrameHeader.BYTES;
    }
    if (remaining > 0) {
      inPayload = true;
    } else if (type == FrameType.DATA) {
      sink.onData(streamId, Unpooled.EMPTY_BUFFER, flags == FrameHeader.FIN);
    } else if (type == FrameType.DATAGRAM) {
      sink.onDatagram(streamId, Unpooled.EMPTY_BUFFER);
    } else {
      deliverControl(0);
    }
  }

  private void checkStreamId() {
    boolean fits =
        switch (type) {
          case DATA, OPEN, OPEN_OK, RST, STOP_SENDING, DATAGRAM -> streamId > 0;
          case CREDIT -> streamId >= 0;
          case PING, PONG, HELLO, GOAWAY, ACK, DRAIN -> streamId == 0;
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
    received += length;
    sink.onData(streamId, in.readRetainedSlice(length), last);
  }

  private void readControl(ByteBuf in) {
    gather(in, remaining);
    if (gathered.readableBytes() == remaining) {
      inPayload = false;
      deliverControl(remaining);
      gathered.clear();
    }
  }

  private void readDatagram(ByteBuf in) {
    ByteBuf begun = datagram;
    if (begun == null && in.readableBytes() >= remaining) {
      inPayload = false;
      sink.onDatagram(streamId, in.readRetainedSlice(remaining));
      return;
    }
    if (begun == null) {
      begun = Unpooled.buffer(remaining, remaining);
      datagram = begun;
    }
    begun.writeBytes(in, Math.min(begun.writableBytes(), in.readableBytes()));
    if (!begun.isWritable()) {
      datagram = null;
      inPayload = false;
      sink.onDatagram(streamId, begun);
    }
  }

  private void gather(ByteBuf in, int upTo) {
    gathered.writeBytes(in, Math.min(upTo - gathered.readableBytes(), in.readableBytes()));
  }

  private void deliverControl(int length) {
    if (type.isResumable()) {
      received += FrameHeader.BYTES + length;
    }
    switch (type) {
      case DATA, DATAGRAM -> throw new AssertionError("handed on elsewhere");
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
      case ACK -> sink.onAck(offset());
      case STOP_SENDING -> sink.onStopSending(streamId, ResetCode.of(gathered.readInt()));
      case DRAIN -> sink.onDrain(gathered.readInt());
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
    int lane = gathered.readUnsignedByte();
    UUID session = new UUID(gathered.readLong(), gathered.readLong());
    int epoch = gathered.readInt();
    long received = gathered.readLong();
    return new Hello(
        version, maxLength, streamWindow, sessionWindow, role, lane, session, epoch, received);
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
