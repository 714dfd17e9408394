package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;

/// Takes WebSocket frames of a server apart as their bytes come, in whatever pieces: data is handed
/// on as slices, never gathered. Confined to one event loop.
/// ```
///  HEADER ──header complete──► PAYLOAD ──last byte──► HEADER
/// ```
final class FrameReader {
  private static final int LONGEST_HEADER = 10;
  private static final int CONTROL_BYTES = 125;

  /// What the frames carry, in the order in which it comes.
  interface Sink {
    /// *Takes* a piece of a binary message's payload; there may be none, one or many in a message.
    void onData(ByteBuf piece) throws IOException;

    void onMessageEnd() throws IOException;

    /// A whole control frame.
    void onControl(Opcode opcode, byte[] payload) throws IOException;
  }

  private enum State {
    HEADER,
    PAYLOAD
  }

  private final Sink sink;
  private final byte[] header = new byte[LONGEST_HEADER];
  private final byte[] control = new byte[CONTROL_BYTES];
  private State state = State.HEADER;
  private int headerBytes;
  private Opcode opcode = Opcode.BINARY;
  private boolean last;
  private boolean inMessage;
  private long remaining;
  private int controlBytes;

  FrameReader(Sink sink) {
    this.sink = sink;
  }

  /// *Borrows* the bytes and reads all of them.
  void read(ByteBuf bytes) throws IOException {
    while (bytes.isReadable()) {
      switch (state) {
        case HEADER -> readHeader(bytes);
        case PAYLOAD -> readPayload(bytes);
      }
    }
  }

  private void readHeader(ByteBuf bytes) throws IOException {
    header[headerBytes++] = bytes.readByte();
    if (headerBytes < 2 || headerBytes < 2 + lengthBytes()) {
      return;
    }
    headerBytes = 0;
    begin();
    if (remaining == 0) {
      end();
    }
  }

  private int lengthBytes() {
    return switch (header[1] & 0x7F) {
      case 126 -> 2;
      case 127 -> 8;
      default -> 0;
    };
  }

  private void begin() throws IOException {
    Opcode found = Opcode.of(header[0] & 0x0F);
    last = header[0] < 0;
    remaining = header[1] & 0x7F;
    if (lengthBytes() > 0) {
      int bytes = lengthBytes();
      remaining = 0;
      for (int i = 0; i < bytes; i++) {
        remaining = (remaining << 8) | (header[2 + i] & 0xFF);
      }
    }
    if (found == null || (header[0] & 0x70) != 0 || header[1] < 0 || remaining < 0) {
      throw malformed("header %02x %02x".formatted(header[0], header[1]));
    }
    if (found.isControl()) {
      if (!last || remaining > CONTROL_BYTES) {
        throw malformed(found + " of " + remaining + " bytes");
      }
      controlBytes = 0;
    } else if (found == Opcode.TEXT || inMessage != (found == Opcode.CONTINUATION)) {
      throw malformed("unexpected " + found);
    } else {
      inMessage = true;
    }
    opcode = found;
    state = State.PAYLOAD;
  }

  private void readPayload(ByteBuf bytes) throws IOException {
    int count = (int) Math.min(remaining, bytes.readableBytes());
    remaining -= count;
    if (opcode.isControl()) {
      bytes.readBytes(control, controlBytes, count);
      controlBytes += count;
    } else {
      sink.onData(bytes.readRetainedSlice(count));
    }
    if (remaining == 0) {
      end();
    }
  }

  private void end() throws IOException {
    state = State.HEADER;
    if (opcode.isControl()) {
      sink.onControl(opcode, Arrays.copyOf(control, controlBytes));
    } else if (last) {
      inMessage = false;
      sink.onMessageEnd();
    }
  }

  private static IOException malformed(String what) {
    return new IOException("the API server sent a malformed WebSocket frame: " + what);
  }
}
