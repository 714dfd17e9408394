package dev.hawser.tunnel.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/// How sockets at a tunnel's ends are set and closed.
final class Sockets {
  private Sockets() {}

  /// Closes with RST, so that the program at the other side sees a reset and not an orderly end
  /// (RFC 9293 §3.10.4, `SO_LINGER` 0).
  static void reset(Channel socket) {
    if (socket.isOpen()) {
      socket.config().setOption(ChannelOption.SO_LINGER, 0);
      socket.close();
    }
  }
}
