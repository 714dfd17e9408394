package dev.hawser.tunnel.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// Sockets of the kind that an event loop can serve: epoll's where the loop is one, else the JDK's.
public final class SocketChannels {
  /// Whether processes of the relay should run on epoll loops. Netty 4.2.13 to 4.2.20 drops an
  /// epoll socket whose reading has ended when it next waits to write (epoll_ctl: ENOENT), so that
  /// a large answer to a half-closed caller is cut off.
  public static final boolean PREFER_NATIVE = false;

  private static final int ARENAS = 1; // one event loop a process
  private static final int PAGE_BYTES = 8192;
  private static final int CHUNK_ORDER = 7; // chunks of 1 MiB
  private static final int SMALL_CACHE = 256;
  private static final int NORMAL_CACHE = 64;

  /// Memory of the relay's buffers. Netty's own choice for a JVM with a small heap does not pool
  /// what a socket is read into, so that each buffer is made, zeroed and given back.
  public static final ByteBufAllocator BUFFERS =
      new PooledByteBufAllocator(
          true, 0, ARENAS, PAGE_BYTES, CHUNK_ORDER, SMALL_CACHE, NORMAL_CACHE, false);

  private static final int MAX_DATAGRAM_BYTES = 65_535;
  private static final int BACKLOG = 1024;

  private SocketChannels() {}

  /// TCP connections, not yet made; the handler is the caller's.
  public static Bootstrap connections(EventLoop loop, int connectLimitMs) {
    return new Bootstrap()
        .group(loop)
        .channel(isEpoll(loop) ? EpollSocketChannel.class : NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectLimitMs)
        .option(ChannelOption.ALLOCATOR, BUFFERS)
        .option(ChannelOption.TCP_NODELAY, true);
  }

  /// UDP sockets, not yet bound or connected.
  public static Bootstrap datagrams(EventLoop loop) {
    return new Bootstrap()
        .group(loop)
        .channel(isEpoll(loop) ? EpollDatagramChannel.class : NioDatagramChannel.class)
        .option(ChannelOption.ALLOCATOR, BUFFERS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
  }

  /// Listens. Sockets are handed over before anything is read of them: `autoRead` is off,
  /// half-closed connections are allowed.
  ///
  /// @param onAccept on the loop, for each connection taken
  /// @return the listening channel, or the failure to bind
  public static Future<Channel> listen(
      EventLoop loop, InetSocketAddress address, Consumer<SocketChannel> onAccept) {
    return channelOf(
        loop,
        new ServerBootstrap()
            .group(loop)
            .channel(isEpoll(loop) ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOCATOR, BUFFERS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel socket) {
                    onAccept.accept(socket);
                  }
                })
            .bind(address));
  }

  /// The channel, once what was begun with it has succeeded.
  public static Future<Channel> channelOf(EventLoop loop, ChannelFuture begun) {
    Promise<Channel> channel = loop.newPromise();
    begun.addListener(
        (ChannelFuture done) -> {
          if (done.isSuccess()) {
            channel.setSuccess(done.channel());
          } else {
            channel.setFailure(done.cause());
          }
        });
    return channel;
  }

  private static boolean isEpoll(EventLoop loop) {
    return Epoll.isAvailable()
        && loop instanceof IoEventLoop ioLoop
        && ioLoop.isIoType(EpollIoHandler.class);
  }
}
