package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.function.Predicate;

/// Which pods have to be deleted for others to come, where the workload's controller does not see
/// to it: at the swap originals for agents, at the undo agents for originals. Pure.
///
/// - A Deployment and a DaemonSet replace all of their pods.
/// - A StatefulSet replaces them one after the other, but waits for ever for one that is not ready,
///   even if it is one of those to be replaced: a known issue, by
///   [its page](https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/).
/// - A ReplicaSet leaves those that it has.
/// - A bare pod has no controller.
final class Turnover {
  private Turnover() {}

  /// @param isNew whether a pod is one of those that shall come
  static List<Pod> due(Snapshot snapshot, Predicate<Pod> isNew) {
    List<Pod> running = snapshot.pods().stream().filter(pod -> !Snapshot.isStopping(pod)).toList();
    List<Pod> old = running.stream().filter(isNew.negate()).toList();
    return switch (snapshot.kind()) {
      case DEPLOYMENT, DAEMON_SET -> List.of();
      case STATEFUL_SET -> unready(old);
      case REPLICA_SET -> oneAfterTheOther(snapshot, running, old);
      case POD -> running.stream().filter(isNew).anyMatch(Turnover::isSettled) ? old : List.of();
    };
  }

  private static List<Pod> unready(List<Pod> pods) {
    return pods.stream().filter(pod -> !Snapshot.isReady(pod)).toList();
  }

  /// What does not serve may go at once; what does, when nothing else is on its way.
  private static List<Pod> oneAfterTheOther(Snapshot snapshot, List<Pod> running, List<Pod> old) {
    JsonNode replicaSet = snapshot.workload().orElse(MissingNode.getInstance());
    List<Pod> useless = unready(old);
    boolean complete =
        running.size() >= replicaSet.at("/spec/replicas").asInt(1)
            && running.stream().allMatch(Snapshot::isReady);
    return !useless.isEmpty() || !complete ? useless : old.stream().limit(1).toList();
  }

  /// An original for which there is no room while its stand-in is there never gets ready beside
  /// it. At the swap the original rather stays, and the session fails.
  private static boolean isSettled(Pod pod) {
    return Snapshot.isReady(pod) || (!Snapshot.isAgent(pod) && isWithoutRoom(pod));
  }

  private static boolean isWithoutRoom(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(
            one ->
                one.getType().equals("PodScheduled")
                    && "False".equals(one.getStatus())
                    && "Unschedulable".equals(one.getReason()));
  }
}
