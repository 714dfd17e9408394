package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.EndpointSettings;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.process.ProcessSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// One `hawser connect`, from the name of a target to its restoration. Blocking, on the command's
/// own thread; read it from [#run] downwards.
public final class ConnectSession {
  private static final Duration SERVING_LIMIT = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final ConnectRequest request;
  private final Console console;
  private final Stopwatch watch;

  public ConnectSession(Cluster cluster, ConnectRequest request, Console console) {
    this.cluster = cluster;
    this.request = request;
    this.console = console;
    this.watch = new Stopwatch(console);
  }

  /// @return the exit code: the command's own, or that of the signal that ended the session
  public int run() throws InterruptedException {
    ResolvedTarget target = resolve();
    List<InboundPort> ports = InboundPorts.choose(target, request.ports());
    if (!request.command().isEmpty()) {
      InboundPorts.requireFree(ports);
    }
    List<AccessReview.Answer> rights = cluster.rights(target.workload().kind());
    MissingRights.refuse(cluster.namespace(), rights);
    cluster.requireServicesOf(request.servicesOf());
    EndpointSettings settings =
        new EndpointSettings(
            clusterId(), cluster.namespace(), ports, request.grace(), request.metricsPort());
    Holder holder = new Holder(Owner.current(), SessionId.random());
    try (Endpoint endpoint = Endpoint.start(settings);
        StopSignal stop = new StopSignal();
        SessionDirectory directory = SessionDirectory.create();
        NameWay names = Naming.choose(request, directory, holder.session(), console)) {
      Tenure tenure = new Tenure(cluster, holder, request, directory, rights, console);
      try {
        if (request.takeOver()) {
          tenure.takeOver(target.workload());
          target = resolve(); // as it is without the other session
        }
        Plan plan = plan(target, endpoint, holder);
        Restoring restoring = tenure.claim(target.workload());
        stop.arm(restoring::abandon);
        tenure.whenLost(stop::fail);
        return serve(plan, restoring, endpoint, names, directory, stop);
      } finally {
        tenure.release();
      }
    }
  }

  private int serve(
      Plan plan,
      Restoring restoring,
      Endpoint endpoint,
      NameWay names,
      SessionDirectory directory,
      StopSignal stop)
      throws InterruptedException {
    try (AgentLinks links = new AgentLinks(endpoint, request, console);
        Reporting reporting = Reporting.start(plan, links)) {
      try {
        Swap swap = restoring.swap(plan);
        watch.lap("swap", "%s now starts agents".formatted(plan.target().workload()));
        return serve(plan.target(), swap, restoring, links, endpoint, names, directory, stop);
      } finally {
        restoring.restore(); // agents serve until the original does
      }
    }
  }

  private int serve(
      ResolvedTarget target,
      Swap swap,
      Restoring restoring,
      AgentLinks links,
      Endpoint endpoint,
      NameWay names,
      SessionDirectory directory,
      StopSignal stop)
      throws InterruptedException {
    CompletableFuture<Void> serving = serving(links.follow(swap));
    if (!stop.awaitUnlessAsked(CompletableFuture.anyOf(links.firstLink(), serving))) {
      return stopped(stop);
    }
    watch.lap("link", "the first agent is linked");
    try (ServicesHere services =
        ServicesHere.open(cluster, request.servicesOf(), endpoint, names, console)) {
      LocalWorld world = LocalWorld.build(cluster, endpoint, directory, services, console);
      request.environmentFile().ifPresent(file -> world.writeEnvironment(file, console));
      watch.lap("local", "services, names, variables and volumes are here");
      CompletableFuture<Void> arriving =
          serving.thenRun(() -> awaitArrival(target, endpoint, world));
      return request.command().isEmpty()
          ? serveUntilStopped(arriving, stop, world, directory)
          : serveCommand(arriving, stop, world, restoring);
    }
  }

  private ResolvedTarget resolve() {
    ResolvedTarget target = cluster.resolve(request.target(), request.container());
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

  private Plan plan(ResolvedTarget target, Endpoint endpoint, Holder holder) {
    PlanRequest planRequest =
        new PlanRequest(
            holder.session(),
            holder.owner(),
            endpoint.fingerprint(),
            request.agentImage(),
            Instant.now(),
            request.grace(),
            request.direct());
    Plan plan = cluster.plan(target, planRequest);
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

  private static CompletableFuture<Void> serving(AgentPods agents) {
    return CompletableFuture.runAsync(
        () -> agents.awaitServing(SERVING_LIMIT), Executors.newVirtualThreadPerTaskExecutor());
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

  private int serveCommand(
      CompletableFuture<Void> arriving, StopSignal stop, LocalWorld world, Restoring restoring)
      throws InterruptedException {
    ChildProcess child = world.start(request.command());
    restoring.guard().watch(child.pid());
    RunningChild running = new RunningChild(child, stop, console);
    try {
      if (running.awaitUnlessEnded(arriving)) {
        tellConnected();
      }
      return running.exitCode();
    } finally {
      running.end();
    }
  }

  private int serveUntilStopped(
      CompletableFuture<Void> arriving,
      StopSignal stop,
      LocalWorld world,
      SessionDirectory directory) {
    if (!stop.awaitUnlessAsked(arriving)) {
      return stopped(stop);
    }
    world.writeEnvironment(directory.environmentScript(), console);
    tellConnected();
    console.tell(
        new Event.Block(
            List.of(
                "",
                "  Start your process in another terminal:",
                "",
                "    set -a; . %s; set +a".formatted(directory.environmentScript()),
                "    YOUR COMMAND",
                "",
                "  Ctrl-C here puts the original back.",
                "")));
    stop.await();
    return stopped(stop);
  }

  private static int stopped(StopSignal stop) {
    return stop.received().map(ProcessSignal::exitCode).orElse(0);
  }

  private String clusterId() {
    return cluster.context() + " " + cluster.server();
  }
}
