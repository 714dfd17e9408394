package dev.hawser.benchmarks.pair;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.relay.RelayListener;
import io.netty.channel.EventLoop;

/// The agent's part of a tunnel without TLS: what connects to its port becomes a stream.
public final class PlainAgent {
  private PlainAgent() {}

  public static void main(String[] arguments) {
    listen(PairPorts.fromEnvironment());
    System.out.println("listening");
  }

  private static void listen(PairPorts ports) {
    EventLoop loop = PlainLink.newLoop();
    LinkSettings settings =
        PlainLink.settings(Role.AGENT, stream -> stream.reset(ResetCode.UNSUPPORTED));
    AcceptedSessions sessions = new AcceptedSessions(loop, settings, session -> {});
    RelayListener.bind(
            loop,
            PairPorts.loopback(ports.listen()),
            Destination.tcp("", ports.listen()),
            sessions::next)
        .syncUninterruptibly();
    SocketChannels.listen(
            loop,
            PairPorts.loopback(ports.carrier()),
            carrier -> loop.execute(() -> sessions.accept(carrier)))
        .syncUninterruptibly();
  }
}
