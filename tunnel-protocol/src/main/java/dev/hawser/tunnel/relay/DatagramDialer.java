package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Sends the datagrams of streams to their destinations, from a socket of its own for each stream,
/// and the answers back; a flow that has been silent for some time is over, as in a NAT.
public final class DatagramDialer {
  private final EventLoop loop;
  private final Function<Destination, Future<List<InetSocketAddress>>> resolver;
  private final Duration idleLimit;

  /// @param loop of the sessions
  /// @param resolver as [RelayDialer] has it; the first address is taken
  /// @param idleLimit without a datagram either way
  public DatagramDialer(
      EventLoop loop,
      Function<Destination, Future<List<InetSocketAddress>>> resolver,
      Duration idleLimit) {
    this.loop = loop;
    this.resolver = resolver;
    this.idleLimit = idleLimit;
  }

  /// Takes over a stream that the peer opened; on the loop. Datagrams that come before the socket
  /// is there are dropped but the last.
  public void dial(TunnelStream stream) {
    DatagramFlow flow = new DatagramFlow(stream, idleLimit);
    stream.attach(flow);
    resolver
        .apply(stream.destination())
        .addListener(
            (Future<List<InetSocketAddress>> resolved) ->
                loop.execute(
                    () -> {
                      if (resolved.isSuccess()) {
                        connect(flow, resolved.getNow().getFirst());
                      } else {
                        flow.fail(RelayDialer.codeOf(resolved.cause()));
                      }
                    }));
  }

  private void connect(DatagramFlow flow, InetSocketAddress address) {
    SocketChannels.channelOf(
            loop, SocketChannels.datagrams(loop).handler(flow.handler()).connect(address))
        .addListener(
            (Future<Channel> connected) -> {
              if (connected.isSuccess()) {
                flow.succeed(connected.getNow());
              } else {
                flow.fail(ResetCode.UNREACHABLE);
              }
            });
  }
}
