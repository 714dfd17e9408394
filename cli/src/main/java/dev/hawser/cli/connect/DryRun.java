package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.tunnel.security.SessionCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `hawser connect --dry-run`: all that a session does before it changes anything, told in full.
/// What would make the session fail by then makes this fail, with the same exit code.
public final class DryRun {
  private final Cluster cluster;
  private final ConnectRequest request;
  private final Console console;

  public DryRun(Cluster cluster, ConnectRequest request, Console console) {
    this.cluster = cluster;
    this.request = request;
    this.console = console;
  }

  /// @return 0
  public int run() {
    ResolvedTarget target =
        cluster.resolve(request.target(), request.container(), new ContainerPrompt());
    List<InboundPort> ports = InboundPorts.choose(target, request.ports());
    if (!request.command().isEmpty()) {
      new WantedPorts(ports).check(request, console);
    }
    List<AccessReview.Answer> rights = cluster.rights(target.workload().kind());
    rights.forEach(answer -> console.tell(told(answer)));
    MissingRights.refuse(cluster.namespace(), rights);
    cluster.requireServicesOf(request.servicesOf());
    explainNames();
    PlanRequest planRequest = planRequest();
    Plan plan = cluster.plan(target, planRequest);
    holding(target, planRequest, rights).forEach(this::tell);
    plan.changes().forEach(this::tell);
    plan.warnings().forEach(warning -> console.tell(new Event.Warning(warning)));
    console.tell(new Event.Note("nothing was changed"));
    return 0;
  }

  /// What is made before anything of the user's is changed.
  private List<PlannedChange> holding(
      ResolvedTarget target, PlanRequest planRequest, List<AccessReview.Answer> rights) {
    return cluster
        .sessions()
        .planned(
            target.workload(),
            new Holder(planRequest.owner(), planRequest.sessionId()),
            request.orphanAfter(),
            request.reaper() ? Optional.of(request.agentImage()) : Optional.empty(),
            rights);
  }

  private void tell(PlannedChange change) {
    console.tell(new Event.Change(change.object(), change.before(), change.after(), change.diff()));
  }

  private void explainNames() {
    try (SessionDirectory directory = SessionDirectory.create(List.of());
        NameWay names = Naming.choose(request, directory, SessionId.random(), console)) {
      console.tell(new Event.Note(names.explanation()));
    }
  }

  private static Event told(AccessReview.Answer answer) {
    return new Event.RightChecked(
        answer.right().toString(),
        answer.allowed(),
        answer.right().isNeeded(),
        answer.right().reason());
  }

  private PlanRequest planRequest() {
    return new PlanRequest(
        SessionId.random(),
        Owner.current(),
        SessionCertificate.generate().fingerprint(),
        request.agentImage(),
        Instant.now(),
        request.grace(),
        request.direct());
  }
}
