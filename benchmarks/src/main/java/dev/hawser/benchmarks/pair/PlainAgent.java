package dev.hawser.benchmarks.pair;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.relay.RelayListener;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The agent's part of a tunnel without TLS: what connects to its port becomes a stream.
public final class PlainAgent {
  private @Nullable TunnelSession session; // on the loop

  private PlainAgent() {}

  public static void main(String[] arguments) {
    new PlainAgent().listen(PairPorts.fromEnvironment());
    System.out.println("listening");
  }

  private void listen(PairPorts ports) {
    EventLoop loop = PlainLink.newLoop();
    LinkSettings settings =
        PlainLink.settings(Role.AGENT, stream -> stream.reset(ResetCode.UNSUPPORTED));
    RelayListener.bind(
            loop,
            PairPorts.loopback(ports.listen()),
            Destination.tcp("", ports.listen()),
            () -> session)
        .syncUninterruptibly();
    SocketChannels.listen(
            loop,
            PairPorts.loopback(ports.carrier()),
            carrier ->
                Links.establish(carrier, settings)
                    .addListener((Future<TunnelSession> link) -> session = link.getNow()))
        .syncUninterruptibly();
  }
}
