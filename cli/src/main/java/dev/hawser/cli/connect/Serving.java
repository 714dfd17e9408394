package dev.hawser.cli.connect;

import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.process.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// One `hawser connect`, from the swap of a claimed workload to its restoration. Blocking, on the
/// command's own thread; read it from [#run] downwards. Nothing here is closed by it.
///
/// @param original the container's variables, asked before the swap
/// @param names the way that was chosen, without names yet
record Serving(
    Cluster cluster,
    ConnectRequest request,
    Troubles console,
    Stopwatch watch,
    Plan plan,
    OriginalEnvironment original,
    Restoring restoring,
    Endpoint endpoint,
    NameWay names,
    SessionDirectory directory,
    StopSignal stop) {
  /// Beyond what the command may need to listen.
  private static final Duration SERVING_LIMIT = Duration.ofMinutes(3);

  /// Besides, where pods are replaced one after the other.
  private static final Duration SERVING_LIMIT_PER_REPLICA = Duration.ofSeconds(30);

  /// @return the exit code of the session
  int run() throws InterruptedException {
    LocalCommand command = new LocalCommand(stop, console);
    try (AgentLinks links = new AgentLinks(endpoint, request, console);
        Reporting reporting = Reporting.start(plan, links, endpoint, restoring, console)) {
      try {
        Swap swap = restoring.swap(plan);
        watch.lap("swap", "%s now starts agents".formatted(plan.target().workload()));
        serve(swap, links, command, reporting);
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

  private void serve(Swap swap, AgentLinks links, LocalCommand command, Reporting reporting)
      throws InterruptedException {
    CompletableFuture<Void> serving = serving(links.follow(swap));
    Beside<ServicesHere> services = // while the first agent starts
        Beside.begin(
            () -> ServicesHere.open(cluster, request, endpoint, names, directory.path(), console));
    try {
      if (stop.awaitUnlessAsked(CompletableFuture.anyOf(links.firstLink(), serving))) {
        watch.lap("link", "the first agent is linked");
        serve(services.await(), serving, command, reporting);
      }
    } finally {
      services.release(ServicesHere::close);
    }
  }

  private void serve(
      ServicesHere services,
      CompletableFuture<Void> serving,
      LocalCommand command,
      Reporting reporting)
      throws InterruptedException {
    try (LocalWorld world =
        LocalWorld.build(
            cluster, services, endpoint, plan.target(), original, request, directory, console)) {
      reporting.onWorld(world);
      request
          .environment()
          .output()
          .ifPresent(output -> output.write(world.environment(), console));
      watch.lap("local", "services, names, variables and volumes are here");
      CompletableFuture<Void> arriving = serving.thenRun(() -> awaitArrival(world));
      if (request.command().isEmpty()) {
        serveUntilStopped(arriving, world);
      } else {
        serveCommand(arriving, command, world);
      }
    }
  }

  private CompletableFuture<Void> serving(AgentPods agents) {
    Duration limit =
        SERVING_LIMIT
            .plus(SERVING_LIMIT_PER_REPLICA.multipliedBy(plan.target().replicas()))
            .plus(request.waitForPort());
    return CompletableFuture.runAsync(
        () -> agents.awaitServing(limit), Executors.newVirtualThreadPerTaskExecutor());
  }

  private void awaitArrival(LocalWorld world) {
    watch.lap("rollout", "every replica is an agent, linked and ready");
    world
        .service(plan.target().name(), plan.target().workload().namespace())
        .ifPresent(this::awaitArrival);
  }

  private void awaitArrival(ClusterService service) {
    try {
      if (Arrival.await(endpoint, service, plan.target().replicas())) {
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
      CompletableFuture<Void> arriving, LocalCommand command, LocalWorld world)
      throws InterruptedException {
    ChildProcess child = world.start(request.command(), request.child());
    command.run(child);
    restoring.guard().watch(child.pid());
    receive();
    if (command.awaitUnlessEnded(arriving)) {
      tellConnected();
    }
    command.awaitEnd();
  }

  /// Agents are ready from the moment on at which the command takes calls. A shell does not: what
  /// is started in it will, later.
  private void receive() {
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

  private void serveUntilStopped(CompletableFuture<Void> arriving, LocalWorld world) {
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
}
