package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/// Carries bytes between a socket and a stream, both ways, without copying them.
///
/// Each direction ends by itself (FIN here, FIN there); a reset of either side resets the other.
/// Back pressure passes through: a stream that takes no more stops the reading of the socket, and
/// credit goes back to the peer when the socket has taken the bytes.
///
/// The last handler of the socket's pipeline; on the session's loop. The socket must have
/// `ALLOW_HALF_CLOSURE`, and `autoRead` off until the handler is added, which turns it on.
final class SocketRelay extends ChannelInboundHandlerAdapter implements StreamReceiver {
  private final SocketChannel socket;
  private @Nullable TunnelStream stream;

  private @Nullable ByteBuf held; // the burst's last bytes so far; its write tells of all
  private int burstBytes;
  private int writesInFlight;
  private boolean finishToWrite;
  private boolean finishRead;
  private boolean over;

  SocketRelay(SocketChannel socket) {
    this.socket = socket;
  }

  /// Begins: call once, after the handler was added.
  void start(TunnelStream relayed) {
    stream = relayed;
    if (!over) {
      socket.config().setAutoRead(true);
    }
  }

  // ---- socket to stream

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    stream().write((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!stream().isWritable()) {
      socket.config().setAutoRead(false);
    }
  }

  @Override
  public void onWritable() {
    if (!finishRead) {
      socket.config().setAutoRead(true);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !finishRead) {
      finishRead = true;
      stream().finish();
      closeIfDone();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!over) {
      over = true;
      stream().reset(ResetCode.CONNECTION_RESET);
      releaseHeld();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Sockets.reset(socket); // told to the stream by channelInactive
  }

  // ---- stream to socket

  @Override
  public void onData(ByteBuf data) {
    if (over) {
      data.release();
      return;
    }
    burstBytes += data.readableBytes();
    if (held != null) {
      socket.write(held, socket.voidPromise());
    }
    held = data;
  }

  @Override
  public void onBurstEnd() {
    ByteBuf last = held;
    if (last == null) {
      return;
    }
    held = null;
    int bytes = burstBytes;
    burstBytes = 0;
    writesInFlight++;
    socket.writeAndFlush(last).addListener((ChannelFuture written) -> onWritten(written, bytes));
  }

  private void onWritten(ChannelFuture written, int bytes) {
    writesInFlight--;
    if (written.isSuccess()) {
      stream().consumed(bytes);
      finishIfWritten();
    } else {
      Sockets.reset(socket); // what is lost must not look like an orderly end
    }
  }

  @Override
  public void onFinish() {
    onBurstEnd();
    finishToWrite = true;
    finishIfWritten();
  }

  private void finishIfWritten() {
    if (finishToWrite && writesInFlight == 0 && !over) {
      socket.shutdownOutput();
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (finishRead && finishToWrite && writesInFlight == 0 && !over) {
      over = true;
      socket.close();
    }
  }

  @Override
  public void onReset(ResetCode code) {
    releaseHeld();
    if (!over) {
      over = true;
      Sockets.reset(socket);
    }
  }

  private void releaseHeld() {
    if (held != null) {
      held.release();
      held = null;
    }
  }

  private TunnelStream stream() {
    TunnelStream relayed = stream;
    if (relayed == null) {
      throw new IllegalStateException("not started");
    }
    return relayed;
  }
}
