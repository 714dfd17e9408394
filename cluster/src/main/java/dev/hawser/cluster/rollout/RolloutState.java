package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.function.Predicate;

/// How far a workload's rollout has come, counting from the write that started it: by the numbers
/// of its status, where its controller replaces pods, and by the pods themselves where it does not.
///
/// @param desired the number of pods that there shall be
/// @param updated pods of the newest template
/// @param ready pods that answer their readiness probe, old ones included
/// @param all pods, old ones included, but for those that are being stopped
/// @param current false as long as the controller has not seen the write
record RolloutState(int desired, int updated, int ready, int all, boolean current) {

  /// @param generation the workload's after the write
  /// @param isNew whether a pod is one of those that the write shall bring
  static RolloutState of(Snapshot snapshot, long generation, Predicate<Pod> isNew) {
    JsonNode object = snapshot.workload().orElse(MissingNode.getInstance());
    JsonNode status = object.path("status");
    int replicas = object.at("/spec/replicas").asInt(1);
    boolean current =
        status.has("observedGeneration")
            && status.path("observedGeneration").asLong() >= generation;
    return switch (snapshot.kind()) {
      case DEPLOYMENT, STATEFUL_SET ->
          new RolloutState(
              replicas,
              status.path("updatedReplicas").asInt(),
              status.path("readyReplicas").asInt(),
              status.path("replicas").asInt(),
              current);
      case DAEMON_SET ->
          new RolloutState(
              status.path("desiredNumberScheduled").asInt(),
              status.path("updatedNumberScheduled").asInt(),
              status.path("numberReady").asInt(),
              status.path("currentNumberScheduled").asInt(),
              current);
      case REPLICA_SET -> ofPods(snapshot, isNew, replicas, current);
      case POD -> ofPods(snapshot, isNew, 1, true);
    };
  }

  private static RolloutState ofPods(
      Snapshot snapshot, Predicate<Pod> isNew, int desired, boolean current) {
    List<Pod> pods = snapshot.pods().stream().filter(pod -> !Snapshot.isStopping(pod)).toList();
    return new RolloutState(
        desired,
        (int) pods.stream().filter(isNew).count(),
        (int) pods.stream().filter(Snapshot::isReady).count(),
        pods.size(),
        current);
  }

  /// Every pod is of the newest template and ready, and no other pod is left.
  boolean isComplete() {
    return current && updated == desired && ready == desired && all == desired;
  }
}
