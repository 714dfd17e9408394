package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;

/// Keeps what arrives on a stream until its destination is reached: no more than the stream's
/// window, for none of it counts as consumed. On the session's loop.
final class PendingDial implements StreamReceiver {
  private final TunnelStream stream;
  private final PartQueue early = new PartQueue();
  private boolean finished;
  private boolean over;

  PendingDial(TunnelStream stream) {
    this.stream = stream;
  }

  boolean isOver() {
    return over;
  }

  void succeed(SocketChannel socket) {
    if (over) {
      Sockets.reset(socket);
      return;
    }
    over = true;
    SocketRelay relay = new SocketRelay(socket);
    socket.pipeline().addLast(relay);
    stream.attach(relay);
    stream.confirm();
    relay.start(stream);
    for (ByteBuf data = early.poll(); data != null; data = early.poll()) {
      relay.onData(data);
    }
    relay.onBurstEnd();
    if (finished) {
      relay.onFinish();
    }
  }

  void fail(ResetCode code) {
    if (!over) {
      over = true;
      early.release();
      stream.reset(code);
    }
  }

  @Override
  public void onData(ByteBuf data) {
    early.add(data);
  }

  @Override
  public void onFinish() {
    finished = true;
  }

  @Override
  public void onReset(ResetCode code) {
    over = true;
    early.release();
  }

  @Override
  public void onWritable() {
    // nothing is written before the destination is reached
  }
}
