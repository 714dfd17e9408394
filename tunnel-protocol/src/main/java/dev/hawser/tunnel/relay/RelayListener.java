package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A listening socket whose connections become streams.
public final class RelayListener {
  private static final int BACKLOG = 1024;

  private RelayListener() {}

  /// Listens. A connection taken while there is no session, or a session that is over, is reset.
  ///
  /// @param loop of the sockets; sessions must live on it too
  /// @param destination of each stream
  /// @param session asked on the loop for every connection
  /// @return the listening channel, or the failure to bind; closing it ends no connection
  public static Future<Channel> bind(
      EventLoop loop,
      InetSocketAddress address,
      Destination destination,
      Supplier<@Nullable TunnelSession> session) {
    Promise<Channel> bound = loop.newPromise();
    new ServerBootstrap()
        .group(loop)
        .channel(SocketChannels.server(loop))
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel socket) {
                accept(socket, destination, session.get());
              }
            })
        .bind(address)
        .addListener(
            (ChannelFuture done) -> {
              if (done.isSuccess()) {
                bound.setSuccess(done.channel());
              } else {
                bound.setFailure(done.cause());
              }
            });
    return bound;
  }

  private static void accept(
      SocketChannel socket, Destination destination, @Nullable TunnelSession session) {
    if (session == null) {
      Sockets.reset(socket);
      return;
    }
    SocketRelay relay = new SocketRelay(socket);
    socket.pipeline().addLast(relay);
    relay.start(session.open(destination, relay));
  }
}
