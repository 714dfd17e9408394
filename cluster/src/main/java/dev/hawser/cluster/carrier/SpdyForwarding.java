package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// One forwarded port in SPDY/3.1: a stream for errors, which only the server writes to, and one
/// for data. The WebSocket's messages carry a byte stream; where they are cut means nothing.
///
/// The server knows no flow control of SPDY and wants none: it stops reading the connection instead
/// (moby/spdystream drops `WINDOW_UPDATE`, and loses data that comes before its `SYN_REPLY`).
final class SpdyForwarding implements Forwarding {
  private static final int ERROR_STREAM = 1;
  private static final int DATA_STREAM = 3;
  private static final int HEADER_BYTES = 8;
  private static final int ERROR_TEXT_BYTES = 4096;

  /// With both headers eight whole TLS records: the API server passes each record on as it is, and
  /// a short one costs it as much as a full one.
  static final int DATA_BYTES = 128 * 1024 - FrameWriter.LONGEST_HEADER - HEADER_BYTES;

  private final int port;
  private final Pipe pipe;
  private final byte[] prefix = {0, 0, 0, DATA_STREAM, 0, 0, 0, 0};
  private final SpdyReader reader = new SpdyReader(new Frames());
  private final ByteArrayOutputStream errorText = new ByteArrayOutputStream();
  private boolean errorsReplied;
  private boolean dataReplied;

  SpdyForwarding(int port, Pipe pipe) {
    this.port = port;
    this.pipe = pipe;
  }

  @Override
  public ByteBuf opening() {
    EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    codec.writeOutbound(opening(ERROR_STREAM, "error"), opening(DATA_STREAM, "data"));
    ByteBuf both =
        Unpooled.wrappedBuffer(codec.<ByteBuf>readOutbound(), codec.<ByteBuf>readOutbound());
    codec.finish();
    return both;
  }

  private SpdySynStreamFrame opening(int stream, String type) {
    SpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
    frame
        .headers()
        .add("streamtype", type)
        .add("port", String.valueOf(port))
        .add("requestid", "0"); // tells which two streams belong together
    return frame;
  }

  @Override
  public int dataBytes() {
    return DATA_BYTES;
  }

  @Override
  public byte[] prefix(int dataBytes) {
    prefix[HEADER_BYTES - 3] = (byte) (dataBytes >>> 16);
    prefix[HEADER_BYTES - 2] = (byte) (dataBytes >>> 8);
    prefix[HEADER_BYTES - 1] = (byte) dataBytes;
    return prefix;
  }

  @Override
  public void onData(ByteBuf piece) throws IOException {
    try {
      reader.read(piece);
    } finally {
      piece.release();
    }
  }

  @Override
  public void onMessageEnd() {
    // means nothing
  }

  @Override
  public void onControl(Opcode opcode, byte[] payload) {
    pipe.onControl(opcode, payload);
  }

  private final class Frames implements SpdyReader.Sink {

    @Override
    public void onReply(int stream) {
      boolean wasOpen = errorsReplied && dataReplied;
      errorsReplied |= stream == ERROR_STREAM;
      dataReplied |= stream == DATA_STREAM;
      if (!wasOpen && errorsReplied && dataReplied) {
        pipe.onOpen();
      }
    }

    @Override
    public void onData(int stream, ByteBuf data) throws IOException {
      if (stream == DATA_STREAM) {
        pipe.onData(data);
        return;
      }
      try {
        int count = Math.min(data.readableBytes(), ERROR_TEXT_BYTES - errorText.size());
        data.readBytes(errorText, count);
      } finally {
        data.release();
      }
    }

    @Override
    public void onDataFrameEnd(int stream, boolean last) throws IOException {
      if (errorText.size() > 0) {
        throw new IOException(
            "port-forward: " + PeerText.clean(errorText.toString(StandardCharsets.UTF_8)));
      }
      if (last && stream == DATA_STREAM) {
        pipe.onEnd();
      }
    }

    @Override
    public void onReset(int stream, int status) throws IOException {
      throw new IOException(
          "the port-forward's stream %d was reset with status %d".formatted(stream, status));
    }

    @Override
    public void onGoAway() {
      pipe.onEnd();
    }

    @Override
    public void onPing(ByteBuf frame) {
      pipe.onAnswer(frame);
    }
  }
}
