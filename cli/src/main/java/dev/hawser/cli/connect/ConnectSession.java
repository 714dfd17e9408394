package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.EndpointSettings;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One `hawser connect`, from the name of a target to its restoration. Blocking, on the command's
/// own thread; read it from [#run] downwards.
public final class ConnectSession {
  /// Beyond what the command may need to listen.
  private static final Duration SERVING_LIMIT = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final ConnectRequest request;
  private final Troubles console;
  private final Stopwatch watch;
  private final ContainerPrompt containerPrompt = new ContainerPrompt();

  public ConnectSession(Cluster cluster, ConnectRequest request, Console console) {
    this.cluster = cluster;
    this.request = request;
    this.console = new Troubles(console);
    this.watch = new Stopwatch(this.console);
  }

  /// @return the exit code: the command's own, or that of the signal that ended the session
  public int run() throws InterruptedException {
    ResolvedTarget target = resolve();
    List<InboundPort> ports = InboundPorts.choose(target, request.ports());
    if (!request.command().isEmpty()) {
      new WantedPorts(ports).free(request, console);
    }
    request.environment().output().ifPresent(EnvironmentOutput::requireNew);
    WorkloadKind kind = target.workload().kind();
    Beside<List<AccessReview.Answer>> review = Beside.begin(() -> cluster.rights(kind));
    EndpointSettings settings =
        new EndpointSettings(
            clusterId(), cluster.namespace(), ports, request.grace(), request.metricsPort());
    Holder holder = new Holder(Owner.current(), SessionId.random());
    try (Endpoint endpoint = Endpoint.start(settings);
        StopSignal stop = new StopSignal();
        SessionDirectory directory =
            SessionDirectory.create(request.environment().temporaryFiles())) {
      PlanRequest planned = planRequest(endpoint, holder);
      Beside<Plan> rehearsal = rehearse(target, planned);
      List<AccessReview.Answer> rights = review.await();
      MissingRights.refuse(cluster.namespace(), rights);
      Tenure tenure = new Tenure(cluster, holder, request, directory, rights, console);
      try {
        if (request.takeOver()) {
          tenure.takeOver(target.workload());
          target = resolve(); // as it is without the other session
          rehearsal = rehearse(target, planned);
        }
        OriginalReading original = OriginalReading.begin(cluster, target, rights);
        Plan plan = consented(rehearsal.await());
        Restoring restoring = tenure.claim(target.workload());
        stop.arm(restoring::abandon);
        tenure.whenLost(stop::fail);
        return serve(plan, original.await(), restoring, endpoint, directory, stop);
      } finally {
        tenure.release();
      }
    }
  }

  private int serve(
      Plan plan,
      OriginalEnvironment original,
      Restoring restoring,
      Endpoint endpoint,
      SessionDirectory directory,
      StopSignal stop)
      throws InterruptedException {
    LocalCommand command = new LocalCommand(stop, console);
    try (AgentLinks links = new AgentLinks(endpoint, request, console);
        Reporting reporting = Reporting.start(plan, links, endpoint, restoring, console)) {
      try {
        Swap swap = restoring.swap(plan);
        watch.lap("swap", "%s now starts agents".formatted(plan.target().workload()));
        serve(
            plan.target(),
            original,
            swap,
            restoring,
            links,
            command,
            reporting,
            endpoint,
            directory,
            stop);
      } catch (FailureException e) {
        console.onFailure(e.failure());
        throw e;
      } finally {
        restoring.restore(links); // agents and command serve until the original does
      }
    } finally {
      command.end();
    }
    return command.exitCode();
  }

  private void serve(
      ResolvedTarget target,
      OriginalEnvironment original,
      Swap swap,
      Restoring restoring,
      AgentLinks links,
      LocalCommand command,
      Reporting reporting,
      Endpoint endpoint,
      SessionDirectory directory,
      StopSignal stop)
      throws InterruptedException {
    CompletableFuture<Void> serving = serving(links.follow(swap));
    Beside<List<PublishedService>> services = Beside.begin(() -> publish(endpoint));
    if (!stop.awaitUnlessAsked(CompletableFuture.anyOf(links.firstLink(), serving))) {
      return;
    }
    watch.lap("link", "the first agent is linked");
    try (LocalWorld world =
        LocalWorld.build(
            cluster, services.await(), endpoint, target, original, request, directory, console)) {
      reporting.onWorld(world);
      request
          .environment()
          .output()
          .ifPresent(output -> output.write(world.environment(), console));
      watch.lap("local", "services, names, variables and volumes are here");
      CompletableFuture<Void> arriving =
          serving.thenRun(() -> awaitArrival(target, endpoint, world));
      if (request.command().isEmpty()) {
        serveUntilStopped(arriving, stop, endpoint, world, directory);
      } else {
        serveCommand(arriving, command, endpoint, world, restoring);
      }
    }
  }

  /// While the first agent starts.
  private List<PublishedService> publish(Endpoint endpoint) {
    return endpoint.publish(
        Stream.concat(
                cluster.services().stream(),
                OverriddenEnvironment.services(cluster, request.child().overrides(), console)
                    .stream())
            .toList());
  }

  private ResolvedTarget resolve() {
    ResolvedTarget target = cluster.resolve(request.target(), request.container(), containerPrompt);
    watch.lap(
        "resolve",
        "%s is container %s of %s, %d %s, namespace %s"
            .formatted(
                target.name(),
                target.container(),
                target.workload(),
                target.replicas(),
                target.replicas() == 1 ? "replica" : "replicas",
                target.workload().namespace()));
    return target;
  }

  private PlanRequest planRequest(Endpoint endpoint, Holder holder) {
    return new PlanRequest(
        holder.session(),
        holder.owner(),
        endpoint.fingerprint(),
        request.agentImage(),
        Instant.now(),
        request.grace(),
        request.direct());
  }

  private Beside<Plan> rehearse(ResolvedTarget target, PlanRequest planned) {
    return Beside.begin(() -> cluster.plan(target, planned));
  }

  private Plan consented(Plan plan) {
    watch.lap("check", "you have the rights, and the API server takes the change");
    console.tell(new Event.Planned(plan.describe()));
    if (!request.consented() && Terminal.isInteractive()) {
      if (!Terminal.confirm("Go on?")) {
        throw new Failure(
                FailureKind.INTERRUPTED, "not confirmed", "nothing was changed; --yes does not ask")
            .asException();
      }
      watch.restart();
    }
    return plan;
  }

  private CompletableFuture<Void> serving(AgentPods agents) {
    Duration limit = SERVING_LIMIT.plus(request.waitForPort());
    return CompletableFuture.runAsync(
        () -> agents.awaitServing(limit), Executors.newVirtualThreadPerTaskExecutor());
  }

  private void awaitArrival(ResolvedTarget target, Endpoint endpoint, LocalWorld world) {
    watch.lap("rollout", "every replica is an agent, linked and ready");
    world.service(target.name()).ifPresent(service -> awaitArrival(service, endpoint));
  }

  private void awaitArrival(ClusterService service, Endpoint endpoint) {
    try {
      if (Arrival.await(endpoint, service)) {
        watch.lap("arrive", "connections to the Service come to this machine");
      } else {
        console.tell(
            new Event.Warning(
                "no connection to svc/%s was seen to arrive; that pods may not call it could be why"
                    .formatted(service.name())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellConnected() {
    console.tell(new Event.Connected(request.target().toString()));
  }

  private void serveCommand(
      CompletableFuture<Void> arriving,
      LocalCommand command,
      Endpoint endpoint,
      LocalWorld world,
      Restoring restoring)
      throws InterruptedException {
    ChildProcess child = world.start(request.command(), request.child());
    command.run(child);
    restoring.guard().watch(child.pid());
    receive(endpoint);
    if (command.awaitUnlessEnded(arriving)) {
      tellConnected();
    }
    command.awaitEnd();
  }

  /// Agents are ready from the moment on at which the command takes calls. A shell does not: what
  /// is started in it will, later.
  private void receive(Endpoint endpoint) {
    if (request.waitForPort().isZero() || ChildProcess.isInteractive(request.command())) {
      endpoint.receive();
      return;
    }
    endpoint
        .receiveOnceListening(request.waitForPort())
        .thenAcceptAsync(this::tellListening, Executors.newVirtualThreadPerTaskExecutor());
  }

  private void tellListening(Set<Integer> silent) {
    watch.lap("listen", "the command takes calls");
    if (!silent.isEmpty()) {
      console.tell(
          new Event.Warning(
              "nobody listens on local port %s: calls that lead there are refused"
                  .formatted(
                      silent.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    }
  }

  private void serveUntilStopped(
      CompletableFuture<Void> arriving,
      StopSignal stop,
      Endpoint endpoint,
      LocalWorld world,
      SessionDirectory directory) {
    endpoint.receive();
    if (!stop.awaitUnlessAsked(arriving)) {
      return;
    }
    directory.environmentScript().write(world.environment(), console);
    tellConnected();
    console.tell(
        new Event.Block(
            List.of(
                "",
                "  Start your process in another terminal:",
                "",
                "    set -a; . %s; set +a".formatted(directory.environmentScript().file()),
                "    YOUR COMMAND",
                "",
                "  Ctrl-C here puts the original back.",
                "")));
    stop.await();
  }

  private String clusterId() {
    return cluster.context() + " " + cluster.server();
  }
}
