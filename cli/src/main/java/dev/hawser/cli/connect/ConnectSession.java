package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.EndpointSettings;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.tunnel.security.SessionCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// One `hawser connect`, from the name of a target to the claim on its workload; [Serving] goes on
/// to the restoration. Blocking, on the command's own thread; read it from [#run] downwards.
public final class ConnectSession {
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
    SessionCertificate certificate = SessionCertificate.generate();
    Holder holder = new Holder(Owner.current(), SessionId.random());
    PlanRequest planned = planRequest(certificate, holder);
    Beside<Plan> rehearsal = rehearse(target, planned);
    try (Endpoint endpoint = Endpoint.start(settings(certificate, ports));
        StopSignal stop = new StopSignal();
        SessionDirectory directory = SessionDirectory.create(temporaryFiles())) {
      List<AccessReview.Answer> rights = review.await();
      MissingRights.refuse(cluster.namespace(), rights);
      cluster.requireServicesOf(request.servicesOf());
      Tenure tenure = new Tenure(cluster, holder, request, directory, rights, console);
      try (NameWay names = Naming.choose(request, directory, holder.session(), console)) {
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
        return new Serving(
                cluster,
                request,
                console,
                watch,
                plan,
                original.await(),
                restoring,
                endpoint,
                names,
                directory,
                stop)
            .run();
      } finally {
        tenure.release();
      }
    }
  }

  private List<Path> temporaryFiles() {
    return Stream.concat(
            request.environment().temporaryFiles().stream(),
            VolumeLinks.free(request.child().overrides().volumes()).stream())
        .toList();
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

  private EndpointSettings settings(SessionCertificate certificate, List<InboundPort> ports) {
    return new EndpointSettings(
        certificate,
        clusterId(),
        cluster.namespace(),
        ports,
        request.grace(),
        request.metricsPort());
  }

  private PlanRequest planRequest(SessionCertificate certificate, Holder holder) {
    return new PlanRequest(
        holder.session(),
        holder.owner(),
        certificate.fingerprint(),
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

  private String clusterId() {
    return cluster.context() + " " + cluster.server();
  }
}
