package dev.hawser.endpoint;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.link.TcpCarrier;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.relay.RelayDialer;
import dev.hawser.tunnel.relay.RelayListener;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An agent in this process: a real link and real sockets, a cluster of ports on loopback.
final class TestAgent implements AutoCloseable {
  private static final Destination RECEPTION =
      Destination.service(AgentService.RECEPTION.destination());

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = loops.next();
  private final SessionCertificate certificate = SessionCertificate.generate();
  private final RelayDialer dialer = new RelayDialer(loop, this::resolve);
  private final Map<Destination, InetSocketAddress> cluster = new ConcurrentHashMap<>();
  private final Map<String, byte[]> services = new ConcurrentHashMap<>();
  private final List<Channel> links = new CopyOnWriteArrayList<>();
  private final List<Destination> opened = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> received = new CompletableFuture<>();
  private final Channel door;
  private volatile @Nullable TunnelSession session;

  TestAgent(Fingerprint endpoint) {
    LinkSettings settings =
        new LinkSettings(
            Role.AGENT,
            Optional.of(LinkSecurity.pinned(Role.AGENT, certificate, endpoint)),
            this::accept,
            TunnelObserver.NONE,
            LinkSettings.DEFAULT_GRACE);
    AcceptedSessions sessions = new AcceptedSessions(loop, settings, begun -> session = begun);
    door =
        SocketChannels.listen(
                loop,
                loopback(0),
                channel -> {
                  links.add(channel);
                  loop.execute(() -> sessions.accept(channel));
                })
            .syncUninterruptibly()
            .getNow();
  }

  Fingerprint fingerprint() {
    return certificate.fingerprint();
  }

  Carrier carrier() {
    return new TcpCarrier((InetSocketAddress) door.localAddress());
  }

  /// Where a destination of the cluster is on this machine.
  void reaches(Destination destination, InetSocketAddress address) {
    cluster.put(destination, address);
  }

  void serves(AgentService service, byte[] content) {
    services.put(service.destination(), content);
  }

  /// A connection as the cluster makes it to one of the container's ports.
  Socket connectToContainer(int containerPort) throws IOException {
    InetSocketAddress address = listen(containerPort);
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /// Where the container's port is on this machine.
  InetSocketAddress listen(int containerPort) {
    Channel listener =
        RelayListener.bind(loop, loopback(0), Destination.tcp("", containerPort), () -> session)
            .syncUninterruptibly()
            .getNow();
    return (InetSocketAddress) listener.localAddress();
  }

  /// Completed when the endpoint has told that calls are taken.
  CompletableFuture<Void> received() {
    return received;
  }

  /// What the endpoint asked for, in order, but for that.
  List<Destination> opened() {
    return new ArrayList<>(opened);
  }

  /// Breaks the links without a word.
  void cut() {
    links.forEach(link -> link.close().syncUninterruptibly());
  }

  /// Breaks the links, and takes no others.
  void vanish() {
    door.close().syncUninterruptibly();
    cut();
  }

  private void accept(TunnelStream stream) {
    Destination destination = stream.destination();
    if (destination.equals(RECEPTION)) {
      stream.attach(new Silence());
      received.complete(null);
      return;
    }
    opened.add(destination);
    switch (destination.protocol()) {
      case TCP -> dialer.dial(stream);
      case UDP -> stream.reset(ResetCode.UNSUPPORTED);
      case SERVICE -> {
        byte[] content = services.get(destination.host());
        if (content == null) {
          stream.reset(ResetCode.UNSUPPORTED);
        } else {
          send(BlockingStream.attach(stream), content);
        }
      }
    }
  }

  private static final class Silence implements StreamReceiver {
    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onFinish() {}

    @Override
    public void onReset(ResetCode code) {}

    @Override
    public void onWritable() {}
  }

  private static void send(BlockingStream stream, byte[] content) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (OutputStream output = stream.output()) {
                output.write(content);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private Future<List<InetSocketAddress>> resolve(Destination destination) {
    InetSocketAddress address = cluster.get(destination);
    return address == null
        ? loop.newFailedFuture(new UnknownHostException(destination.host()))
        : loop.newSucceededFuture(List.of(address));
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
