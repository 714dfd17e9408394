package dev.hawser.tunnel.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;

/// A straight TCP connection to the agent.
public record TcpCarrier(InetSocketAddress address) implements Carrier {
  private static final int CONNECT_LIMIT_MS = 10_000;

  @Override
  public Future<Channel> connect(EventLoop loop) {
    return SocketChannels.channelOf(
        loop,
        SocketChannels.connections(loop, CONNECT_LIMIT_MS)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(address));
  }
}
