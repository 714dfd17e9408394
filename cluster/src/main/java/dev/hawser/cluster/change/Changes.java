package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Does sessions' changes to the workloads of one namespace, and takes them back. Blocks.
public final class Changes {
  private final Workloads workloads;
  private final TemplateChange templates;
  private final PodChange pods;

  public Changes(KubernetesClient client, String namespace) {
    this.workloads = new Workloads(client, namespace);
    this.templates = new TemplateChange(workloads);
    this.pods = new PodChange(workloads);
  }

  private WorkloadChange of(Workload workload) {
    return switch (workload.kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> templates;
      case POD -> pods;
    };
  }

  /// What the API server would make of a change.
  ///
  /// @param tunnelPort where the agents will wait for links
  /// @param before the workload as it is
  /// @param after the workload as it would be, admission included; the stand-in of a pod
  public record Rehearsal(int tunnelPort, JsonNode before, JsonNode after) {}

  /// Has the API server check the change without doing it.
  public Rehearsal rehearse(ResolvedTarget target, PlanRequest request) {
    return of(target.workload()).rehearse(target, request);
  }

  /// What was rehearsed, object by object.
  public List<PlannedChange> planned(ResolvedTarget target, Rehearsal rehearsal) {
    return of(target.workload()).planned(target, rehearsal);
  }

  /// A change that was done.
  ///
  /// @param generation the workload's after it; 0 for a pod
  /// @param swiftUndo a patch that takes it back if nobody has touched any of it by then; empty
  ///     where it takes more than a patch
  public record Done(
      SessionRecord session, int tunnelPort, long generation, Optional<String> swiftUndo) {}

  /// @param rehearsal of the same request
  public Done swap(ResolvedTarget target, PlanRequest request, Rehearsal rehearsal) {
    return of(target.workload()).swap(target, request, rehearsal);
  }

  /// Deletes the pod for which this session's stand-in serves by now, unless the session is being
  /// undone.
  public void replaceOriginal(SessionRecord session) {
    pods.replaceOriginal(session.workload(), session.session());
  }

  /// Makes a session's stand-in anew, which is no more.
  ///
  /// @param lost the pod as it was last seen
  public void standInAgain(JsonNode lost) {
    pods.standInAgain(new WorkloadJson(WorkloadKind.POD, lost));
  }

  /// With what the workload's pods get their images.
  public List<LocalObjectReference> pullSecrets(Workload workload) {
    List<LocalObjectReference> secrets = new ArrayList<>();
    workloads
        .read(workload)
        .ifPresent(
            one ->
                one.root()
                    .at(one.pod() + "/imagePullSecrets")
                    .forEach(
                        secret ->
                            secrets.add(new LocalObjectReference(secret.path("name").asText()))));
    return secrets;
  }

  /// Whether a session's mark is on the workload now, of one that the condition holds for.
  public boolean isChanged(Workload workload, Predicate<SessionRecord> which) {
    return of(workload).session(workload).filter(which).isPresent();
  }

  /// Puts the original back; doing it twice is harmless. Its pods come then, with [#help], and
  /// [#finish] is the last step.
  ///
  /// @param which what another session has changed is left alone
  public Restoration undo(Workload workload, Predicate<SessionRecord> which) {
    return of(workload).undo(workload, which);
  }

  /// Does what the originals need to come after an undo, and no controller does.
  public void help(Workload workload) {
    of(workload).help(workload);
  }

  /// Takes back what agents needed until the originals were there; the last trace goes with it.
  ///
  /// @return what somebody else had changed and was left, each a plain line
  public List<String> finish(Workload workload) {
    return of(workload).finish(workload);
  }

  /// What is found of sessions in the namespace.
  public MarkedWorkloads marked() {
    return MarkedWorkloads.find(workloads);
  }
}
