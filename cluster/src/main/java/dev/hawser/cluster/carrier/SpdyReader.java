package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/// Takes the frames of SPDY/3.1 apart as their bytes come, in whatever pieces: data is handed on as
/// slices, never gathered; of control frames only the first bytes are kept, for the headers in
/// them say nothing that matters here. Confined to one event loop.
/// ```
///  data:     |0|   stream id   |          control:  |1| version |  type  |
///            | flags |  length |                    | flags  |    length  |
/// ```
final class SpdyReader {
  private static final int VERSION = 3;
  private static final int HEADER_BYTES = 8;
  private static final int KEPT_BYTES = 8;
  private static final int FIN = 1;

  private static final int SYN_REPLY = 2;
  private static final int RST_STREAM = 3;
  private static final int PING = 6;
  private static final int GOAWAY = 7;

  /// What the frames say, in the order in which it comes.
  interface Sink {
    void onReply(int stream);

    /// *Takes* a piece of a data frame's payload; there may be none, one or many in a frame.
    void onData(int stream, ByteBuf data) throws IOException;

    void onDataFrameEnd(int stream, boolean last) throws IOException;

    void onReset(int stream, int status) throws IOException;

    void onGoAway();

    /// *Takes* the frame, which is its own answer.
    void onPing(ByteBuf frame);
  }

  private final Sink sink;
  private final ByteBuf header = Unpooled.buffer(HEADER_BYTES, HEADER_BYTES);
  private final ByteBuf kept = Unpooled.buffer(KEPT_BYTES, KEPT_BYTES);
  private boolean inPayload;
  private int remaining;

  SpdyReader(Sink sink) {
    this.sink = sink;
  }

  /// *Borrows* the bytes and reads all of them.
  void read(ByteBuf bytes) throws IOException {
    while (bytes.isReadable()) {
      if (inPayload) {
        readPayload(bytes);
      } else {
        readHeader(bytes);
      }
      if (inPayload && remaining == 0) {
        end();
      }
    }
  }

  private void readHeader(ByteBuf bytes) throws IOException {
    header.writeBytes(bytes, Math.min(header.writableBytes(), bytes.readableBytes()));
    if (header.isWritable()) {
      return;
    }
    if (isControl() && version() != VERSION) {
      throw new IOException(
          "the API server sent SPDY version %d (expected: 3)".formatted(version()));
    }
    remaining = header.getUnsignedMedium(5);
    inPayload = true;
  }

  private void readPayload(ByteBuf bytes) throws IOException {
    int count = Math.min(remaining, bytes.readableBytes());
    remaining -= count;
    if (isControl()) {
      int keep = Math.min(kept.writableBytes(), count);
      kept.writeBytes(bytes, keep);
      bytes.skipBytes(count - keep);
    } else {
      sink.onData(header.getInt(0), bytes.readRetainedSlice(count));
    }
  }

  private void end() throws IOException {
    if (isControl()) {
      endControl();
    } else {
      sink.onDataFrameEnd(header.getInt(0), (header.getByte(4) & FIN) != 0);
    }
    inPayload = false;
    header.clear();
    kept.clear();
  }

  private void endControl() throws IOException {
    int type = header.getUnsignedShort(2);
    switch (type) {
      case SYN_REPLY -> sink.onReply(word(type, 0));
      case RST_STREAM -> sink.onReset(word(type, 0), word(type, 4));
      case GOAWAY -> sink.onGoAway();
      case PING -> {
        word(type, 0);
        sink.onPing(Unpooled.copiedBuffer(header, kept));
      }
      default -> {
        // SETTINGS and the like: nothing to do
      }
    }
  }

  private int word(int type, int at) throws IOException {
    if (kept.readableBytes() < at + Integer.BYTES) {
      throw new IOException(
          "the API server sent a SPDY frame of type %d with %d bytes"
              .formatted(type, kept.readableBytes()));
    }
    return kept.getInt(at) & Integer.MAX_VALUE;
  }

  private boolean isControl() {
    return header.getByte(0) < 0;
  }

  private int version() {
    return header.getUnsignedShort(0) & 0x7FFF;
  }
}
