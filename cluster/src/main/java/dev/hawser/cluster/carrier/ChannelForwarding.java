package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The messages of `v4.channel.k8s.io` for one forwarded port: the first byte of a message is its
/// channel, the first two bytes of a channel repeat the port (little endian) and say nothing new.
final class ChannelForwarding implements Forwarding {
  private static final byte DATA = 0;
  private static final int ERROR = 1;
  private static final int UNKNOWN = -1;
  private static final int PORT_BYTES = 2;
  private static final int ERROR_TEXT_BYTES = 4096;

  /// With both headers 32 KiB, which is two TLS records. The node gathers a whole message before it
  /// passes any of it on.
  static final int DATA_BYTES = 32 * 1024 - FrameWriter.LONGEST_USUAL_HEADER - 1;

  private static final byte[] PREFIX = {DATA};

  private final Pipe pipe;
  private final int[] portBytesToCome = {PORT_BYTES, PORT_BYTES};
  private final ByteArrayOutputStream errorText = new ByteArrayOutputStream();
  private int channel = UNKNOWN;

  ChannelForwarding(Pipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public ByteBuf opening() {
    pipe.onOpen();
    return Unpooled.EMPTY_BUFFER;
  }

  @Override
  public int dataBytes() {
    return DATA_BYTES;
  }

  @Override
  public byte[] prefix(int dataBytes) {
    return PREFIX;
  }

  @Override
  public void onData(ByteBuf piece) throws IOException {
    try {
      if (channel == UNKNOWN) {
        channel = piece.readUnsignedByte();
        if (channel > ERROR) {
          throw new IOException("the API server sent channel " + channel + " (expected: 0 or 1)");
        }
      }
      int port = Math.min(portBytesToCome[channel], piece.readableBytes());
      portBytesToCome[channel] -= port;
      piece.skipBytes(port);
      if (!piece.isReadable()) {
        return;
      }
      if (channel == DATA) {
        pipe.onData(piece.retain());
      } else {
        int count = Math.min(piece.readableBytes(), ERROR_TEXT_BYTES - errorText.size());
        piece.readBytes(errorText, count);
      }
    } finally {
      piece.release();
    }
  }

  @Override
  public void onMessageEnd() throws IOException {
    channel = UNKNOWN;
    if (errorText.size() > 0) {
      throw new IOException(
          "port-forward: " + PeerText.clean(errorText.toString(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void onControl(Opcode opcode, byte[] payload) {
    pipe.onControl(opcode, payload);
  }
}
