package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream's datagrams and the socket that they go out of. On the session's loop.
final class DatagramFlow implements StreamReceiver {
  private final TunnelStream stream;
  private final long idleLimitNs;
  private @Nullable Channel socket;
  private @Nullable ByteBuf early;
  private @Nullable ScheduledFuture<?> idle;
  private long lastNs;
  private boolean over;

  DatagramFlow(TunnelStream stream, Duration idleLimit) {
    this.stream = stream;
    this.idleLimitNs = idleLimit.toNanos();
  }

  ChannelHandler handler() {
    return new SimpleChannelInboundHandler<DatagramPacket>() {
      @Override
      protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        lastNs = stream.session().eventLoop().ticker().nanoTime();
        stream.writeDatagram(packet.content().retain());
      }

      /// ICMP's word that nobody listens there comes as an exception.
      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause instanceof PortUnreachableException ? ResetCode.REFUSED : ResetCode.UNREACHABLE);
      }
    };
  }

  void succeed(Channel connected) {
    if (over) {
      connected.close();
      return;
    }
    socket = connected;
    stream.confirm();
    lastNs = stream.session().eventLoop().ticker().nanoTime();
    touch(idleLimitNs);
    ByteBuf first = early;
    early = null;
    if (first != null) {
      onDatagram(first);
    }
  }

  void fail(ResetCode code) {
    if (!over) {
      end();
      stream.reset(code);
    }
  }

  @Override
  public void onDatagram(ByteBuf data) {
    Channel connected = socket;
    if (over) {
      data.release();
    } else if (connected != null) {
      lastNs = stream.session().eventLoop().ticker().nanoTime();
      connected.writeAndFlush(data, connected.voidPromise());
    } else {
      if (early != null) {
        early.release();
      }
      early = data;
    }
  }

  @Override
  public void onReset(ResetCode code) {
    end();
  }

  private void touch(long inNs) {
    idle = stream.session().eventLoop().schedule(this::endIfIdle, inNs, TimeUnit.NANOSECONDS);
  }

  private void endIfIdle() {
    long leftNs = lastNs + idleLimitNs - stream.session().eventLoop().ticker().nanoTime();
    if (leftNs <= 0) {
      fail(ResetCode.CANCELLED);
    } else {
      touch(leftNs);
    }
  }

  private void end() {
    over = true;
    if (idle != null) {
      idle.cancel(false);
    }
    if (early != null) {
      early.release();
      early = null;
    }
    if (socket != null) {
      socket.close();
    }
  }

  @Override
  public void onData(ByteBuf data) {
    data.release();
  }

  @Override
  public void onFinish() {
    // a flow of datagrams ends with a reset
  }

  @Override
  public void onWritable() {
    // datagrams do not wait
  }
}
