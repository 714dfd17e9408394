package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.link.TcpCarrier;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.StreamAcceptor;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Both ends of a tunnel in this process: what connects to the endpoint's listener comes out at a
/// port on loopback.
final class LoopbackTunnel implements AutoCloseable {
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final TunnelSession endpoint;
  private final TunnelSession agent;
  private final Channel listener;

  static LoopbackTunnel to(int targetPort) throws Exception {
    return new LoopbackTunnel(targetPort, stream -> stream.reset(ResetCode.UNSUPPORTED));
  }

  static LoopbackTunnel serving(StreamAcceptor service) throws Exception {
    return new LoopbackTunnel(1, service);
  }

  private LoopbackTunnel(int targetPort, StreamAcceptor service) throws Exception {
    EventLoop agentLoop = loops.next();
    EventLoop endpointLoop = loops.next();
    SessionCertificate agentCertificate = SessionCertificate.generate();
    SessionCertificate endpointCertificate = SessionCertificate.generate();
    RelayDialer dialer =
        new RelayDialer(
            agentLoop, destination -> agentLoop.newSucceededFuture(List.of(loopback(targetPort))));
    DatagramDialer datagrams =
        new DatagramDialer(
            agentLoop,
            destination -> agentLoop.newSucceededFuture(List.of(loopback(targetPort))),
            Duration.ofMillis(500));
    LinkSettings agentSettings =
        new LinkSettings(
            Role.AGENT,
            Optional.of(
                LinkSecurity.pinned(
                    Role.AGENT, agentCertificate, endpointCertificate.fingerprint())),
            stream -> {
              switch (stream.destination().protocol()) {
                case TCP -> dialer.dial(stream);
                case SERVICE -> service.onOpen(stream);
                case UDP -> datagrams.dial(stream);
              }
            },
            TunnelObserver.NONE,
            LinkSettings.DEFAULT_GRACE);
    Promise<TunnelSession> agentSession = agentLoop.newPromise();
    AcceptedSessions sessions =
        new AcceptedSessions(agentLoop, agentSettings, agentSession::setSuccess);
    Channel door =
        SocketChannels.listen(
                agentLoop,
                loopback(0),
                carrier -> agentLoop.execute(() -> sessions.accept(carrier)))
            .sync()
            .getNow();
    endpoint =
        Links.dial(
                new TcpCarrier((InetSocketAddress) door.localAddress()),
                endpointLoop,
                new LinkSettings(
                    Role.ENDPOINT,
                    Optional.of(
                        LinkSecurity.pinned(
                            Role.ENDPOINT, endpointCertificate, agentCertificate.fingerprint())),
                    stream -> dialer.dial(stream),
                    TunnelObserver.NONE,
                    LinkSettings.DEFAULT_GRACE),
                0)
            .sync()
            .getNow();
    agent = agentSession.sync().getNow();
    door.close().sync();
    listener =
        RelayListener.bind(
                endpointLoop, loopback(0), Destination.tcp("target", targetPort), this::live)
            .sync()
            .getNow();
  }

  private @org.jspecify.annotations.Nullable TunnelSession live() {
    return endpoint.takesStreams() ? endpoint : null;
  }

  TunnelSession endpoint() {
    return endpoint;
  }

  /// A UDP port whose datagrams come out at the target port.
  InetSocketAddress bindDatagrams() throws InterruptedException {
    Channel bound =
        DatagramListener.bind(
                endpoint.eventLoop(), loopback(0), Destination.udp("target", 53), this::live)
            .sync()
            .getNow();
    return (InetSocketAddress) bound.localAddress();
  }

  Socket connect() throws java.io.IOException {
    InetSocketAddress address = (InetSocketAddress) listener.localAddress();
    return new Socket(address.getAddress(), address.getPort());
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() throws Exception {
    endpoint.close();
    endpoint.closed().sync();
    agent.closed().sync();
    listener.close().sync();
    loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).sync();
  }
}
