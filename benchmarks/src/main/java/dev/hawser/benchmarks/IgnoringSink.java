package dev.hawser.benchmarks;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;

/// Frames end here.
final class IgnoringSink implements FrameSink {
  @Override
  public void onData(int streamId, ByteBuf data, boolean last) {
    data.release();
  }

  @Override
  public void onHello(Hello hello) {}

  @Override
  public void onOpen(int streamId, Destination destination) {}

  @Override
  public void onOpenOk(int streamId) {}

  @Override
  public void onReset(int streamId, ResetCode code, long finalOffset) {}

  @Override
  public void onCredit(int streamId, long limit) {}

  @Override
  public void onPing(long payload) {}

  @Override
  public void onPong(long payload) {}

  @Override
  public void onAck(long received) {}

  @Override
  public void onStopSending(int streamId, ResetCode code) {}

  @Override
  public void onDrain(int lastStreamId) {}

  @Override
  public void onDatagram(int streamId, ByteBuf data) {
    data.release();
  }

  @Override
  public void onGoaway(ErrorCode code, String reason) {}
}
