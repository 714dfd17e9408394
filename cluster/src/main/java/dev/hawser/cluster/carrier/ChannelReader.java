package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/// The messages of `v4.channel.k8s.io` for one forwarded port: the first byte of a message is its
/// channel, the first two bytes of a channel repeat the port (little endian) and say nothing new.
/// Confined to one event loop.
final class ChannelReader implements FrameReader.Sink {
  static final int DATA = 0;
  static final int ERROR = 1;
  private static final int UNKNOWN = -1;
  private static final int PORT_BYTES = 2;
  private static final int ERROR_TEXT_BYTES = 4096;

  private final Consumer<ByteBuf> data;
  private final ObjIntConsumer<byte[]> control;
  private final int[] portBytesToCome = {PORT_BYTES, PORT_BYTES};
  private final ByteArrayOutputStream errorText = new ByteArrayOutputStream();
  private int channel = UNKNOWN;

  /// @param data *takes* the bytes of the data channel
  /// @param control a control frame's payload and its opcode's code
  ChannelReader(Consumer<ByteBuf> data, ObjIntConsumer<byte[]> control) {
    this.data = data;
    this.control = control;
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
        data.accept(piece.retain());
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
    control.accept(payload, opcode.code());
  }
}
