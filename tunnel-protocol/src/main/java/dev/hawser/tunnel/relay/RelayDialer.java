package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;

/// Makes connections of streams: resolves the destination, dials its addresses in turn, and
/// confirms the stream or resets it with the reason.
public final class RelayDialer {
  private static final int CONNECT_LIMIT_MS = 10_000;

  private final EventLoop loop;
  private final Function<Destination, Future<List<InetSocketAddress>>> resolver;

  /// @param loop of the sessions whose streams are dialled
  /// @param resolver gives the addresses to try, at least one, or fails, with
  ///     [UnknownHostException] where the name is not known
  public RelayDialer(
      EventLoop loop, Function<Destination, Future<List<InetSocketAddress>>> resolver) {
    this.loop = loop;
    this.resolver = resolver;
  }

  /// Takes over a stream that the peer opened; on the loop.
  public void dial(TunnelStream stream) {
    PendingDial pending = new PendingDial(stream);
    stream.attach(pending);
    resolver
        .apply(stream.destination())
        .addListener(
            (Future<List<InetSocketAddress>> resolved) ->
                loop.execute(
                    () -> {
                      if (resolved.isSuccess()) {
                        connect(pending, resolved.getNow(), 0);
                      } else {
                        pending.fail(codeOf(resolved.cause()));
                      }
                    }));
  }

  private void connect(PendingDial pending, List<InetSocketAddress> addresses, int index) {
    if (pending.isOver()) {
      return;
    }
    ChannelFuture connecting =
        SocketChannels.connections(loop, CONNECT_LIMIT_MS)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(addresses.get(index));
    connecting.addListener(
        (ChannelFuture done) -> {
          if (done.isSuccess()) {
            pending.succeed((SocketChannel) done.channel());
          } else if (index + 1 < addresses.size()) {
            connect(pending, addresses, index + 1);
          } else {
            pending.fail(codeOf(done.cause()));
          }
        });
  }

  static ResetCode codeOf(Throwable failure) {
    return switch (failure) {
      case UnknownHostException unknown -> ResetCode.UNRESOLVED;
      case NoRouteToHostException noRoute -> ResetCode.UNREACHABLE;
      case ConnectTimeoutException late -> ResetCode.TIMED_OUT;
      case ConnectException refused -> connectCode(String.valueOf(refused.getMessage()));
      default -> ResetCode.INTERNAL;
    };
  }

  /// Java has one type for all that connect(2) says.
  private static ResetCode connectCode(String message) {
    return message.contains("unreachable") ? ResetCode.UNREACHABLE : ResetCode.REFUSED;
  }
}
