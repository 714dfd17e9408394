package dev.hawser.tunnel.link;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// Which kind of socket an event loop can serve: epoll's where the loop is one, else the JDK's.
public final class SocketChannels {
  /// Whether processes of the relay should run on epoll loops. Netty 4.2.13 to 4.2.20 drops an
  /// epoll socket whose reading has ended when it next waits to write (epoll_ctl: ENOENT), so that
  /// a large answer to a half-closed caller is cut off.
  public static final boolean PREFER_NATIVE = false;

  private SocketChannels() {}

  public static Class<? extends SocketChannel> client(EventLoop loop) {
    return isEpoll(loop) ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  public static Class<? extends ServerSocketChannel> server(EventLoop loop) {
    return isEpoll(loop) ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  private static boolean isEpoll(EventLoop loop) {
    return Epoll.isAvailable()
        && loop instanceof IoEventLoop ioLoop
        && ioLoop.isIoType(EpollIoHandler.class);
  }
}
