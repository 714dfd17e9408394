package dev.hawser.agent;

import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the endpoint's links arrive, by port-forward: on the pod's loopback only.
final class TunnelPort {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelPort.class);
  private static final int BACKLOG = 16;

  private TunnelPort() {}

  /// Listens.
  ///
  /// @param onSession told, on the loop, of each session whose peer proved itself
  /// @return the listening channel, or the failure to bind
  static Future<Channel> bind(
      EventLoop loop,
      InetSocketAddress address,
      LinkSettings settings,
      Consumer<TunnelSession> onSession) {
    Promise<Channel> bound = loop.newPromise();
    new ServerBootstrap()
        .group(loop)
        .channel(SocketChannels.server(loop))
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel carrier) {
                Links.establish(carrier, settings)
                    .addListener((Future<TunnelSession> link) -> tell(link, onSession));
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

  private static void tell(Future<TunnelSession> link, Consumer<TunnelSession> onSession) {
    if (link.isSuccess()) {
      onSession.accept(link.getNow());
    } else {
      LOG.info("link refused: {}", link.cause().getMessage());
    }
  }
}
