package dev.hawser.benchmarks.pair;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.relay.RelayDialer;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.EventLoop;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/// The endpoint's part of a tunnel without TLS: every stream is dialled to the one target. Speaks
/// with its starter as [EndpointMain] does.
public final class PlainEndpoint {
  private PlainEndpoint() {}

  public static void main(String[] arguments) throws IOException {
    PairPorts ports = PairPorts.fromEnvironment();
    EventLoop loop = PlainLink.newLoop();
    List<InetSocketAddress> target = List.of(PairPorts.loopback(ports.target()));
    RelayDialer dialer = new RelayDialer(loop, destination -> loop.newSucceededFuture(target));
    System.out.println("no fingerprint");
    if (System.in.read() < 0) {
      throw new EOFException("the agent ended before it listened");
    }
    TunnelSession session =
        Links.dial(ports.dialled(), loop, PlainLink.settings(Role.ENDPOINT, dialer::dial), 0)
            .syncUninterruptibly()
            .getNow();
    System.out.println("linked");
    System.err.println("the link is over: " + session.closed().awaitUninterruptibly().cause());
    System.exit(1);
  }
}
