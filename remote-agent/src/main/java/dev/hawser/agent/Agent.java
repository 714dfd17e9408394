package dev.hawser.agent;

import dev.hawser.agent.container.ContainerServices;
import dev.hawser.agent.dial.PodResolver;
import dev.hawser.agent.listen.Lingering;
import dev.hawser.agent.listen.ServicePorts;
import dev.hawser.agent.probe.ProbeServer;
import dev.hawser.agent.probe.ProcessMetrics;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.metrics.StreamLog;
import dev.hawser.tunnel.metrics.TunnelMetrics;
import dev.hawser.tunnel.relay.DatagramDialer;
import dev.hawser.tunnel.relay.RelayDialer;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.StreamAcceptor;
import dev.hawser.tunnel.session.TunnelStream;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The agent: what stands in the replaced container's place. All its sockets live on one
/// event loop.
///
/// Streams that it opens come from [ServicePorts]; streams that the endpoint opens go to
/// [RelayDialer], [ContainerServices] or [Reception].
public final class Agent implements AutoCloseable {
  private static final int START_LIMIT_S = 30;
  private static final Duration DATAGRAMS_IDLE_LIMIT = Duration.ofMinutes(2);
  private static final int CLOSE_LIMIT_S = 2;

  private final AgentSettings settings;
  private final CompletableFuture<SessionCertificate> certificate = generateCertificate();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx = Vertx.vertx(options());
  private final EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
  private final CurrentSession session = new CurrentSession(loop);
  private final StreamLog streamLog = new StreamLog();
  private final ServicePorts ports;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Integer> listenPorts = new ArrayList<>();
  private int tunnelPort;
  private int probePort;

  private Agent(AgentSettings settings) {
    this.settings = settings;
    this.ports = new ServicePorts(loop, settings.bindAddress(), session);
  }

  /// Opens every port, then returns. Blocks, up to 30 s.
  ///
  /// @throws AgentStartException if a port cannot be opened; everything opened before is closed
  public static Agent start(AgentSettings settings) throws AgentStartException {
    Agent agent = new Agent(settings);
    try {
      agent.open();
    } catch (AgentStartException e) {
      agent.close();
      throw e;
    }
    return agent;
  }

  /// What the endpoint must know this agent by.
  public Fingerprint fingerprint() {
    return certificate.join().fingerprint();
  }

  /// The ports as they were opened, where the settings left the choice (0) to the system.
  public List<Integer> listenPorts() {
    return List.copyOf(listenPorts);
  }

  public int tunnelPort() {
    return tunnelPort;
  }

  public int probePort() {
    return probePort;
  }

  /// Serves on, though told to end, until everybody may have heard of it. Blocks.
  public void linger(Lingering lingering) throws InterruptedException {
    long startNs = System.nanoTime();
    while (isLinked()) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
      Duration left = lingering.left(elapsed, ports.silence());
      if (!left.isPositive()) {
        return;
      }
      Thread.sleep(left);
    }
  }

  private boolean isLinked() {
    return loop.submit(() -> session.get() != null).awaitUninterruptibly().getNow();
  }

  /// Takes no more connections and waits for those that are there to end, as a server does that was
  /// told to end. Blocks.
  ///
  /// @param limit after which those that are left are not waited for
  public void drain(Duration limit) {
    Promise<Void> drained = loop.newPromise();
    loop.execute(() -> session.drain().addListener(new PromiseNotifier<>(drained)));
    drained.awaitUninterruptibly(limit.toMillis());
  }

  /// Resets live streams, tells the endpoint, closes every port. Blocks, for a few seconds at most.
  /// Only the first call does anything.
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    loop.submit(session::close).awaitUninterruptibly(CLOSE_LIMIT_S, TimeUnit.SECONDS);
    try {
      vertx.close().await(CLOSE_LIMIT_S, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      // the process ends anyway
    }
    registry.close();
    streamLog.close();
  }

  private void open() throws AgentStartException {
    for (int port : settings.listenPorts()) {
      InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), port);
      listenPorts.add(opened(address, ports.listen(port)));
    }
    ProcessMetrics.register(registry);
    TunnelMetrics metrics = new TunnelMetrics(registry);
    probePort = openProbe();
    LinkSettings link =
        new LinkSettings(
            Role.AGENT,
            Optional.of(LinkSecurity.pinned(Role.AGENT, certificate.join(), settings.endpoint())),
            acceptor(),
            metrics.and(streamLog),
            settings.grace());
    InetSocketAddress tunnel =
        new InetSocketAddress(settings.tunnelAddress(), settings.tunnelPort());
    tunnelPort = opened(tunnel, TunnelPort.bind(loop, tunnel, session.open(link)));
  }

  /// The longest step of the start, so it runs beside the others.
  private static CompletableFuture<SessionCertificate> generateCertificate() {
    return CompletableFuture.supplyAsync(
        SessionCertificate::generate,
        generating -> Thread.ofPlatform().daemon().name("certificate").start(generating));
  }

  private StreamAcceptor acceptor() {
    PodResolver resolver = new PodResolver(loop);
    RelayDialer dialer = new RelayDialer(loop, resolver);
    DatagramDialer datagrams = new DatagramDialer(loop, resolver, DATAGRAMS_IDLE_LIMIT);
    ContainerServices services = new ContainerServices(settings);
    return stream -> {
      switch (stream.destination().protocol()) {
        case TCP -> dialer.dial(stream);
        case SERVICE -> serve(services, stream);
        case UDP -> datagrams.dial(stream);
      }
    };
  }

  private void serve(ContainerServices container, TunnelStream stream) {
    AgentService.named(stream.destination().host())
        .ifPresentOrElse(
            service -> {
              switch (service) {
                case ENVIRONMENT -> container.environment(stream);
                case VOLUMES -> container.volumes(stream);
                case VOLUME_CHANGES -> container.volumeChanges(stream);
                case RECEPTION -> session.reception().take(stream);
              }
            },
            () -> stream.reset(ResetCode.UNSUPPORTED));
  }

  private static int opened(InetSocketAddress address, Future<Channel> binding)
      throws AgentStartException {
    binding.awaitUninterruptibly(START_LIMIT_S, TimeUnit.SECONDS);
    if (!binding.isSuccess()) {
      throw cannotListen(address, binding.cause());
    }
    return ((InetSocketAddress) binding.getNow().localAddress()).getPort();
  }

  private int openProbe() throws AgentStartException {
    ProbeServer probe = new ProbeServer(vertx, session::readiness, registry);
    try {
      return probe
          .listen(settings.bindAddress(), settings.probePort())
          .await(START_LIMIT_S, TimeUnit.SECONDS)
          .actualPort();
    } catch (Exception e) {
      throw cannotListen(new InetSocketAddress(settings.bindAddress(), settings.probePort()), e);
    }
  }

  private static AgentStartException cannotListen(InetSocketAddress address, Throwable cause) {
    String privileged =
        String.valueOf(cause.getMessage()).contains("Permission denied")
            ? " (ports below 1024 need root, or net.ipv4.ip_unprivileged_port_start=0 in the pod)"
            : "";
    return new AgentStartException(
        "cannot listen on %s:%d: %s%s"
            .formatted(address.getHostString(), address.getPort(), cause.getMessage(), privileged),
        cause);
  }

  /// One loop for all, and nothing written to a disk that may be read-only.
  private static VertxOptions options() {
    return new VertxOptions()
        .setPreferNativeTransport(SocketChannels.PREFER_NATIVE)
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}
