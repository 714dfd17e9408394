package dev.hawser.agent;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.TcpCarrier;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The developer's end, as far as the agent sees it.
final class TestEndpoint implements AutoCloseable {
  private static final int LIMIT_S = 10;

  final SessionCertificate certificate = SessionCertificate.generate();

  /// What the agent opened, in order; each is confirmed.
  final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  record Accepted(Destination destination, BlockingStream stream) {}

  /// Links with the agent, and takes calls, or throws what hindered it.
  TunnelSession link(Agent agent) throws Exception {
    TunnelSession session = link(agent, certificate, agent.fingerprint());
    receive(session);
    return session;
  }

  /// Tells the agent that calls are taken.
  static BlockingStream receive(TunnelSession session) throws Exception {
    return BlockingStream.open(session, Destination.service(AgentService.RECEPTION.destination()));
  }

  TunnelSession link(Agent agent, SessionCertificate own, Fingerprint trusted) throws Exception {
    LinkSettings settings =
        new LinkSettings(
            Role.ENDPOINT,
            Optional.of(LinkSecurity.pinned(Role.ENDPOINT, own, trusted)),
            this::accept,
            TunnelObserver.NONE,
            LinkSettings.DEFAULT_GRACE);
    Future<TunnelSession> dialled =
        Links.dial(
            new TcpCarrier(new InetSocketAddress("127.0.0.1", agent.tunnelPort())),
            group.next(),
            settings,
            0);
    return dialled.get(LIMIT_S, TimeUnit.SECONDS);
  }

  private void accept(TunnelStream stream) {
    accepted.add(new Accepted(stream.destination(), BlockingStream.attach(stream)));
  }

  Accepted awaitAccepted() throws InterruptedException {
    Accepted next = accepted.poll(LIMIT_S, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the agent opened no stream");
    }
    return next;
  }

  static byte[] read(TunnelSession session, AgentService service) throws Exception {
    Destination destination = Destination.service(service.destination());
    try (BlockingStream stream = BlockingStream.open(session, destination)) {
      stream.output().close();
      return stream.input().readAllBytes();
    }
  }

  /// Opens a stream only to see how it fares: `CONFIRMED`, or the code of its reset.
  static String outcome(TunnelSession session, Destination destination) throws Exception {
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    session.eventLoop().execute(() -> session.open(destination, new Watching(outcomes)));
    String outcome = outcomes.poll(LIMIT_S, TimeUnit.SECONDS);
    return outcome == null ? "nothing" : outcome;
  }

  private record Watching(BlockingQueue<String> outcomes) implements StreamReceiver {
    @Override
    public void onConfirmed() {
      outcomes.add("CONFIRMED");
    }

    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onFinish() {}

    @Override
    public void onReset(ResetCode code) {
      outcomes.add(code.name());
    }

    @Override
    public void onWritable() {}
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, LIMIT_S, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
