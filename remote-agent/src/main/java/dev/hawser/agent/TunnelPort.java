package dev.hawser.agent;

import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the endpoint's links arrive, by port-forward: on the pod's loopback only.
final class TunnelPort {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelPort.class);

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
    return SocketChannels.listen(
        loop,
        address,
        carrier ->
            Links.establish(carrier, settings)
                .addListener((Future<TunnelSession> link) -> tell(link, onSession)));
  }

  private static void tell(Future<TunnelSession> link, Consumer<TunnelSession> onSession) {
    if (link.isSuccess()) {
      onSession.accept(link.getNow());
    } else {
      LOG.info("link refused: {}", link.cause().getMessage());
    }
  }
}
