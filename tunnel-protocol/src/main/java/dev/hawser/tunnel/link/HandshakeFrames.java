package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.FrameType;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// What may come on a link before it belongs to a session: HELLO, or GOAWAY in its place.
final class HandshakeFrames implements FrameSink {
  private final Consumer<Hello> onHello;

  HandshakeFrames(Consumer<Hello> onHello) {
    this.onHello = onHello;
  }

  @Override
  public void onHello(Hello hello) {
    onHello.accept(hello);
  }

  @Override
  public void onGoaway(ErrorCode code, String reason) {
    throw new RefusedException(code, reason);
  }

  /// The peer's refusal, which is not answered with another.
  static final class RefusedException extends RuntimeException {
    private final ErrorCode code;

    RefusedException(ErrorCode code, String reason) {
      super(reason);
      this.code = code;
    }

    ProtocolException asProtocolException() {
      return new ProtocolException(code, "the other end refused the link: " + getMessage());
    }
  }

  private static ProtocolException tooEarly(FrameType type) {
    return new ProtocolException(ErrorCode.PROTOCOL, type + " before HELLO");
  }

  @Override
  public void onOpen(int streamId, Destination destination) {
    throw tooEarly(FrameType.OPEN);
  }

  @Override
  public void onOpenOk(int streamId) {
    throw tooEarly(FrameType.OPEN_OK);
  }

  @Override
  public void onData(int streamId, ByteBuf data, boolean last) {
    data.release();
    throw tooEarly(FrameType.DATA);
  }

  @Override
  public void onReset(int streamId, ResetCode code, long finalOffset) {
    throw tooEarly(FrameType.RST);
  }

  @Override
  public void onCredit(int streamId, long limit) {
    throw tooEarly(FrameType.CREDIT);
  }

  @Override
  public void onPing(long payload) {
    throw tooEarly(FrameType.PING);
  }

  @Override
  public void onPong(long payload) {
    throw tooEarly(FrameType.PONG);
  }

  @Override
  public void onAck(long received) {
    throw tooEarly(FrameType.ACK);
  }

  @Override
  public void onStopSending(int streamId, ResetCode code) {
    throw tooEarly(FrameType.STOP_SENDING);
  }

  @Override
  public void onDrain(int lastStreamId) {
    throw tooEarly(FrameType.DRAIN);
  }

  @Override
  public void onDatagram(int streamId, ByteBuf data) {
    data.release();
    throw tooEarly(FrameType.DATAGRAM);
  }
}
