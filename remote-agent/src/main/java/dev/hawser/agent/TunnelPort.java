package dev.hawser.agent;

import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the endpoint's links arrive, by port-forward: on the pod's loopback only.
final class TunnelPort {
  private static final Logger LOG = LoggerFactory.getLogger(TunnelPort.class);

  private TunnelPort() {}

  /// Listens.
  ///
  /// @param sessions that the links belong to
  /// @return the listening channel, or the failure to bind
  static Future<Channel> bind(
      EventLoop loop, InetSocketAddress address, AcceptedSessions sessions) {
    return SocketChannels.listen(
        loop,
        address,
        carrier ->
            carrier
                .eventLoop()
                .execute(() -> sessions.accept(carrier).addListener(TunnelPort::tell)));
  }

  private static void tell(Future<? super TunnelSession> link) {
    if (!link.isSuccess()) {
      LOG.info("link refused: {}", link.cause().getMessage());
    }
  }
}
