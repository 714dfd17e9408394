package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A listening socket whose connections become streams.
public final class RelayListener {
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
    return SocketChannels.listen(
        loop, address, socket -> accept(socket, destination, session.get()));
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
