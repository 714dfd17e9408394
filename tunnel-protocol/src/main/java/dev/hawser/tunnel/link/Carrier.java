package dev.hawser.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

/// Opens byte pipes to one agent's tunnel port: through the API server's port-forward, or straight.
public interface Carrier {

  /// Connects, on any thread. The channel lives on the given loop; its last handler hands on and
  /// takes `ByteBuf`s that are the bytes of the pipe, nothing else. Reading is off
  /// (`autoRead` false) until the link's own handlers are in place and turn it on.
  ///
  /// A failure says in its message what refused, and the pipe is closed before it is told.
  Future<Channel> connect(EventLoop loop);
}
