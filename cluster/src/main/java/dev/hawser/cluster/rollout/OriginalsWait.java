package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.rollout.RolloutWatch.Judgement;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.stream.Collectors;

/// The wait, after an undo, for the original pods to be back, with what they need to come where no
/// controller sees to it. Blocks; used once.
public final class OriginalsWait {
  private static final Duration UNTIL_SOMETHING_CHANGES = Duration.ofDays(1);

  private static final int MOST_TURNS = 10;

  private final KubernetesClient client;
  private final Changes changes;
  private final Workload workload;
  private final PodRemoval removal;

  public OriginalsWait(KubernetesClient client, Changes changes, Workload workload) {
    this.client = client;
    this.changes = changes;
    this.workload = workload;
    this.removal = new PodRemoval(client, workload.namespace());
  }

  /// Returns true once the original pods are ready and every agent's pod is gone or being stopped;
  /// false if that takes longer than the limit, which holds for each pod where they come one after
  /// the other. What agents leave in the workload's history is removed, so that nobody rolls back
  /// to it.
  ///
  /// @param generation the workload's after the undo
  /// @throws dev.hawser.endpoint.failure.FailureException of kind RESTORE_INCOMPLETE, if agents
  ///     stay that nobody but us would remove
  public boolean await(long generation, Duration limit) {
    try (RolloutWatch watch = new RolloutWatch(client, workload)) {
      boolean back =
          watch
              .await(
                  limit.multipliedBy(turns(watch.snapshot())),
                  (snapshot, elapsed) -> judge(snapshot, generation))
              .isPresent();
      Snapshot last = watch.snapshot();
      if (!last.isGone()) {
        finish(last, back);
      }
      return back;
    }
  }

  private static int turns(Snapshot snapshot) {
    return switch (snapshot.kind()) {
      case DEPLOYMENT, POD -> 1;
      case STATEFUL_SET, DAEMON_SET, REPLICA_SET ->
          Math.clamp(snapshot.agents().size(), 1, MOST_TURNS);
    };
  }

  private Judgement<Boolean> judge(Snapshot snapshot, long generation) {
    if (snapshot.isGone() || isBack(snapshot, generation)) {
      return new Judgement<>(true, UNTIL_SOMETHING_CHANGES);
    }
    if (RolloutState.of(snapshot, generation, OriginalsWait::isOriginal).current()) {
      removal.remove(Turnover.due(snapshot, OriginalsWait::isOriginal));
    }
    if (snapshot.workload().isEmpty()) {
      changes.help(workload);
    }
    return new Judgement<>(null, UNTIL_SOMETHING_CHANGES);
  }

  private static boolean isOriginal(Pod pod) {
    return !Snapshot.isAgent(pod);
  }

  private static boolean isBack(Snapshot snapshot, long generation) {
    return RolloutState.of(snapshot, generation, OriginalsWait::isOriginal).isComplete()
        && snapshot.agents().stream().allMatch(Snapshot::isStopping);
  }

  private void finish(Snapshot snapshot, boolean back) {
    if (back || areAgentsOver(snapshot)) {
      if (workload.kind() != WorkloadKind.DEPLOYMENT) { // whose undo is one write
        changes.finish(workload);
      }
      snapshot.workload().ifPresent(new AgentHistory(client, workload)::forget);
    } else if (removal.isForbidden() || changes.isChanged(workload, any -> true)) {
      throw incomplete(snapshot);
    }
  }

  /// Whether no agent comes any more, ready or not as the originals may be.
  private static boolean areAgentsOver(Snapshot snapshot) {
    JsonNode object = snapshot.workload().orElse(MissingNode.getInstance());
    boolean none = snapshot.agents().stream().allMatch(Snapshot::isStopping);
    return switch (snapshot.kind()) {
      case DEPLOYMENT, DAEMON_SET, REPLICA_SET -> none;
      case STATEFUL_SET ->
          none && object.at("/status/currentRevision").equals(object.at("/status/updateRevision"));
      case POD -> snapshot.workload().isPresent();
    };
  }

  private RuntimeException incomplete(Snapshot snapshot) {
    String agents =
        snapshot.agents().stream()
            .filter(pod -> !Snapshot.isStopping(pod))
            .map(pod -> pod.getMetadata().getName())
            .collect(Collectors.joining(" "));
    return new Failure(
            FailureKind.RESTORE_INCOMPLETE,
            agents.isEmpty()
                ? "the original pods of %s are not there yet, and what brings them stays until then"
                    .formatted(workload)
                : "agents still run in pods of %s: %s".formatted(workload, agents),
            removal.isForbidden()
                ? "you may not delete pods, which this kind of workload needs: have somebody run"
                    + " kubectl -n %s delete pod %s".formatted(workload.namespace(), agents)
                : "run again: hawser restore %s -n %s".formatted(workload, workload.namespace()))
        .asException();
  }
}
