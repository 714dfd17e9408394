package dev.hawser.cluster.plan;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a session is going to change, checked by the API server but not done.
///
/// @param rehearsal what the API server made of the change
/// @param changes every object that is going to be changed, made or deleted
/// @param warnings what the user should know about this workload, each a plain sentence
public record Plan(
    ResolvedTarget target,
    PlanRequest request,
    Changes.Rehearsal rehearsal,
    List<PlannedChange> changes,
    List<String> warnings) {

  public Plan {
    changes = List.copyOf(changes);
    warnings = List.copyOf(warnings);
  }

  /// Short lines for a person to confirm; the warnings come last.
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "container %s of %s in namespace %s runs %s until the session ends"
            .formatted(
                target.container(),
                target.workload(),
                target.workload().namespace(),
                request.image()));
    lines.add(
        "its traffic on %s, in %s, comes to this machine"
            .formatted(ports(), target.replicas() == 1 ? "1 pod" : target.replicas() + " pods"));
    lines.add(
        "its environment, volumes, service account and security context stay;"
            + " other containers stay as they are");
    lines.addAll(keeping());
    request.direct().ifPresent(way -> lines.add(direct(way)));
    warnings.forEach(warning -> lines.add("note: " + warning));
    return List.copyOf(lines);
  }

  private List<String> keeping() {
    return switch (target.workload().kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET ->
          List.of(
              "the original is kept in an annotation of %s and put back at the end"
                  .formatted(target.workload()));
      case POD ->
          List.of(
              "a pod cannot be changed: another one stands in for it and keeps its manifest",
              "when that one serves, %s is deleted; at the end it is made again"
                  .formatted(target.workload()));
    };
  }

  private String direct(DirectWay way) {
    return "agents listen on port %d of their pods, for this session's key only; dialled straight: %s"
        .formatted(rehearsal.tunnelPort(), way);
  }

  private String ports() {
    String numbers =
        target.inboundPorts().stream()
            .map(InboundPort::containerPort)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return (target.inboundPorts().size() == 1 ? "port " : "ports ") + numbers;
  }
}
