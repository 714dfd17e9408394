package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/// Carries bytes between a socket and a stream, both ways, without copying them.
///
/// Each direction ends by itself (FIN here, FIN there); a reset of either side resets the other,
/// after the bytes that came before it. A socket that takes no more is still read: a server may
/// answer a request that it has not read to its end, and close. Back pressure passes through: a
/// stream that takes no more stops the reading of the socket, and credit goes back to the peer when
/// the socket has taken the bytes. Of those the socket gets some parts at a time, and the rest
/// waits where it costs least.
///
/// The last handler of the socket's pipeline; on the session's loop. The socket must have
/// `ALLOW_HALF_CLOSURE`, and `autoRead` off until the handler is added, which turns it on.
final class SocketRelay extends ChannelInboundHandlerAdapter implements StreamReceiver {
  private static final int MOST_PARTS = 64; // in the socket's hands; of usual frames 1 MiB

  private final SocketChannel socket;
  private final PartQueue backlog = new PartQueue();
  private @Nullable TunnelStream stream;

  private @Nullable ByteBuf held; // the burst's last bytes so far; its write tells of all
  private int burstBytes;
  private int burstParts;
  private int partsInFlight;
  private int writesInFlight;
  private boolean finishToWrite;
  private boolean finishRead;
  private boolean discarding; // the socket takes no more
  private boolean over;

  SocketRelay(SocketChannel socket) {
    this.socket = socket;
    socket.config().setAutoClose(false); // a failed write does not end the reading
    socket.config().setRecvByteBufAllocator(FrameSizedReads.INSTANCE);
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
  public void onStopSending() {
    finishRead = true;
    socket.config().setAutoRead(false);
    closeIfDone();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end();
  }

  /// Of writes that fail, which come here too, [#onWritten] tells.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof ChannelOutputShutdownException)) {
      exceptionally();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      stream().resetWhenSent(ResetCode.CONNECTION_RESET);
      releaseWaiting();
    }
  }

  // ---- stream to socket

  @Override
  public void onData(ByteBuf data) {
    if (over || discarding) {
      stream().consumed(data.readableBytes());
      data.release();
      return;
    }
    if (partsInFlight + burstParts < MOST_PARTS && backlog.isEmpty()) {
      hold(data);
    } else {
      backlog.add(data);
    }
  }

  private void hold(ByteBuf data) {
    burstBytes += data.readableBytes();
    burstParts++;
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
    int parts = burstParts;
    burstBytes = 0;
    burstParts = 0;
    partsInFlight += parts;
    writesInFlight++;
    socket
        .writeAndFlush(last)
        .addListener((ChannelFuture written) -> onWritten(written, bytes, parts));
  }

  private void writeBacklog() {
    for (ByteBuf part = backlog.poll(); part != null; part = backlog.poll()) {
      hold(part);
    }
    onBurstEnd();
  }

  private void onWritten(ChannelFuture written, int bytes, int parts) {
    writesInFlight--;
    partsInFlight -= parts;
    stream().consumed(bytes);
    if (written.isSuccess()) {
      if (partsInFlight < MOST_PARTS && !backlog.isEmpty()) {
        writeBacklog();
      }
      finishIfWritten();
    } else if (finishRead) {
      exceptionally();
    } else if (!discarding && !over) {
      discarding = true;
      stream().consumed(backlog.release());
      stream().stopReceiving(ResetCode.CONNECTION_RESET);
    }
  }

  /// What is lost must not look like an orderly end.
  private void exceptionally() {
    end();
    Sockets.reset(socket);
  }

  @Override
  public void onFinish() {
    onBurstEnd();
    finishToWrite = true;
    finishIfWritten();
  }

  private void finishIfWritten() {
    if (finishToWrite && writesInFlight == 0 && !over) {
      if (!finishRead) {
        socket.shutdownOutput();
      }
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
    if (!over) {
      writeBacklog(); // what came before it
    }
    releaseWaiting();
    if (!over) {
      over = true;
      Sockets.reset(socket);
    }
  }

  private void releaseWaiting() {
    if (held != null) {
      held.release();
      held = null;
    }
    backlog.release();
  }

  private TunnelStream stream() {
    TunnelStream relayed = stream;
    if (relayed == null) {
      throw new IllegalStateException("not started");
    }
    return relayed;
  }
}
