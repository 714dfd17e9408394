package dev.hawser.endpoint;

import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.inbound.ArrivalProbe;
import dev.hawser.endpoint.inbound.InboundStreams;
import dev.hawser.endpoint.inbound.ReceptionNotice;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.outbound.ServiceListeners;
import dev.hawser.endpoint.volumes.TarMirror;
import dev.hawser.endpoint.volumes.VolumeArrival;
import dev.hawser.endpoint.volumes.VolumeMirror;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.ServiceRequest;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.metrics.StreamLog;
import dev.hawser.tunnel.metrics.TunnelMetrics;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.TunnelSession;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The developer's end of a session: takes connections from the agents to the local process and
/// from the local process to the agents, and brings the container's environment and volumes.
///
/// Its methods may be called on any thread that may block. Everything of the relay lives on one
/// event loop: [InboundStreams] for what comes in, [ServiceListeners] for what goes out.
public final class Endpoint implements AutoCloseable {
  private static final int MAX_ENVIRONMENT_BYTES = 8 << 20;
  private static final long CLOSE_LIMIT_SECONDS = 5;

  private final Vertx vertx;
  private final Duration grace;
  private final EventLoop loop;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final StreamLog streamLog = new StreamLog();
  private final FailedStreams failedStreams = new FailedStreams();
  private final TunnelObserver observer =
      new TunnelMetrics(registry).and(streamLog).and(failedStreams);
  private final SessionCertificate certificate;
  private final LinkedAgents agents = new LinkedAgents();
  private final InboundStreams inbound;
  private final ServiceListeners outbound;
  private OptionalInt metricsPort = OptionalInt.empty();

  private Endpoint(Vertx vertx, EndpointSettings settings) {
    this.vertx = vertx;
    certificate = settings.certificate();
    grace = settings.grace();
    loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    inbound =
        new InboundStreams(
            loop,
            settings.inbound().stream()
                .collect(Collectors.toMap(InboundPort::containerPort, InboundPort::localPort)));
    outbound =
        new ServiceListeners(
            loop,
            agents::next,
            settings.clusterId(),
            settings.inbound().stream().map(InboundPort::localPort).collect(Collectors.toSet()));
  }

  /// @throws dev.hawser.endpoint.failure.FailureException if the port for metrics cannot be had
  public static Endpoint start(EndpointSettings settings) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(SocketChannels.PREFER_NATIVE)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    try {
      Endpoint endpoint = new Endpoint(vertx, settings);
      settings
          .metricsPort()
          .ifPresent(
              port ->
                  endpoint.metricsPort =
                      OptionalInt.of(MetricsServer.start(vertx, endpoint.registry, port)));
      return endpoint;
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  /// Links to an agent. When the line breaks, another link is made over the same carrier and the
  /// connections go on.
  ///
  /// @param agentName the pod's, to be told in messages
  /// @param lane which of the links to this agent that go beside each other, from 0
  /// @param agent the certificate that the agent has said to have
  /// @throws IOException if there is no link within the limit; nothing of it is left then
  public AgentLink link(
      String agentName, int lane, Carrier carrier, Fingerprint agent, Duration limit)
      throws IOException {
    LinkSecurity security = LinkSecurity.pinned(Role.ENDPOINT, certificate, agent);
    LinkSettings settings =
        new LinkSettings(Role.ENDPOINT, Optional.of(security), inbound, observer, grace);
    Future<TunnelSession> dialled = Links.dial(carrier, loop, settings, lane);
    if (!inTime(dialled, limit)) {
      dialled.addListener(
          done -> {
            if (done.isSuccess()) {
              dialled.getNow().close();
            }
          });
      throw new IOException("no link to %s within %d ms".formatted(agentName, limit.toMillis()));
    }
    if (!dialled.isSuccess()) {
      throw new IOException(
          "no link to %s: %s".formatted(agentName, dialled.cause().getMessage()), dialled.cause());
    }
    TunnelSession session = dialled.getNow();
    LinkedAgent linked = new LinkedAgent(agentName, session);
    agents.add(linked);
    loop.execute(
        () -> inbound.reception().opened().addListener(open -> ReceptionNotice.give(session)));
    return linked;
  }

  /// Takes calls from now on, whether or not anybody listens for them here, and has the agents be
  /// ready, those that are linked later too. Until then calls wait.
  public void receive() {
    loop.execute(() -> inbound.reception().open());
  }

  /// The same as soon as the local process listens, which was just started.
  ///
  /// @param limit for how long it is waited for
  /// @return completed with the local ports on which nobody listened by then
  public CompletionStage<Set<Integer>> receiveOnceListening(Duration limit) {
    CompletableFuture<Set<Integer>> received = new CompletableFuture<>();
    loop.execute(
        () -> {
          inbound.reception().watch(limit);
          inbound
              .reception()
              .opened()
              .addListener((Future<Set<Integer>> open) -> received.complete(open.getNow()));
        });
    return received;
  }

  private static boolean inTime(Future<?> future, Duration limit) throws IOException {
    try {
      return future.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// The last connections that failed, oldest first.
  public List<FailedStream> failedStreams() {
    return failedStreams.last();
  }

  /// How many links are up.
  public int linkedAgents() {
    return agents.all().size();
  }

  /// The pods whose agents are linked.
  public List<String> linkedPods() {
    return agents.all().stream().map(LinkedAgent::agentName).distinct().toList();
  }

  /// Makes these services reachable on this machine, and no others any more, until the next call or
  /// the endpoint's end. Connections to them are spread over the linked agents, and reset while
  /// there is none; live ones go on when their service is not among these any more.
  ///
  /// @return the services in the order given
  /// @throws dev.hawser.endpoint.failure.FailureException if one cannot be listened for at all
  public synchronized List<PublishedService> publish(List<ClusterService> services) {
    return outbound.publish(services);
  }

  /// Whether a connection to a service, made in the cluster, comes to this machine.
  ///
  /// @param limit for the one connection that is tried
  public boolean arrives(ClusterService service, ClusterService.Port port, Duration limit) {
    TunnelSession session = loop.submit(agents::next).awaitUninterruptibly().getNow();
    return session != null
        && ArrivalProbe.arrives(session, inbound, service.destination(port), limit);
  }

  /// What the container was started with, from the first agent that tells it.
  ///
  /// @param limit for each agent asked
  /// @throws dev.hawser.endpoint.failure.FailureException if none does
  public Environment environment(Duration limit) {
    return Environment.parse(
        fromAnyAgent(
            "environment",
            AgentService.ENVIRONMENT,
            ServiceRequest.EVERYTHING,
            limit,
            Endpoint::readEnvironment));
  }

  private static byte[] readEnvironment(InputStream input) throws IOException {
    byte[] block = input.readNBytes(MAX_ENVIRONMENT_BYTES + 1);
    if (block.length > MAX_ENVIRONMENT_BYTES) {
      throw new IOException("larger than %d bytes".formatted(MAX_ENVIRONMENT_BYTES));
    }
    return block;
  }

  /// Writes the container's volumes below a directory that only this user may enter.
  ///
  /// @param directory made if missing; must be empty; is empty again after a failure
  /// @param limit for each agent asked
  /// @throws dev.hawser.endpoint.failure.FailureException if they cannot be read or written
  public VolumeMirror mirrorVolumes(Path directory, Duration limit) {
    return fromAnyAgent(
        "volumes",
        AgentService.VOLUMES,
        ServiceRequest.EVERYTHING,
        limit,
        input -> TarMirror.write(input, directory, TarMirror.LIMIT_BYTES));
  }

  /// Brings what lies at or below one of the container's mounts into the mirror, whatever its size,
  /// unless it is there already.
  ///
  /// @param path in the container
  /// @param limit for each agent asked
  /// @return what came
  /// @throws dev.hawser.endpoint.failure.FailureException if it cannot be read or written
  public VolumeMirror bringVolume(VolumeMirror mirror, String path, Duration limit) {
    return fromAnyAgent(
        "volume " + path,
        AgentService.VOLUMES,
        new ServiceRequest(List.of(path)),
        limit,
        input -> VolumeArrival.into(mirror.directory(), path, input));
  }

  /// Keeps the mirror as fresh as the volumes of a pod: what the kubelet writes anew there
  /// (Secrets, ConfigMaps, tokens, the downward API) is here a second or two later.
  ///
  /// @param told the path in the container of each volume that was renewed; on a thread of its
  /// own
  /// @return what is to be closed before the mirror is deleted
  public VolumeFollowing keepFresh(VolumeMirror mirror, Consumer<String> told) {
    return VolumeFollowing.begin(agents, mirror.directory(), told);
  }

  private <T> T fromAnyAgent(
      String what,
      AgentService service,
      ServiceRequest request,
      Duration limit,
      ServiceStream.Reading<T> reading) {
    Failure failure =
        new Failure(
            FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
            "the container's %s cannot be read: no agent is linked".formatted(what),
            "see the logs of the workload's pods");
    IOException last = null;
    for (LinkedAgent agent : agents.all()) {
      try {
        return ServiceStream.read(agent.session(), service, request, limit, reading);
      } catch (FileSystemException e) {
        throw new Failure(
                FailureKind.LOCAL_PRIVILEGE_OR_PORT,
                "the container's %s cannot be written here (%s)".formatted(what, e),
                "check the directory and the space on its disk")
            .asException(e);
      } catch (IOException e) {
        last = e;
        failure =
            new Failure(
                FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
                "the container's %s cannot be read from %s (%s)"
                    .formatted(what, agent.agentName(), e.getMessage()),
                "see the log of that pod");
      }
    }
    throw last == null ? failure.asException() : failure.asException(last);
  }

  /// Where `/metrics` is served, if it is.
  public OptionalInt metricsPort() {
    return metricsPort;
  }

  /// Ends listeners, links and the event loop; what was written for the user stays. Takes no more
  /// than a few seconds, and may be repeated.
  @Override
  public void close() {
    synchronized (this) {
      outbound.close();
    }
    List<LinkedAgent> linked = agents.all();
    linked.forEach(LinkedAgent::close);
    CompletableFuture.allOf(linked.stream().map(LinkedAgent::end).toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
    registry.close();
    streamLog.close();
  }
}
