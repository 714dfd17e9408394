package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workload and its pods, as they were last told.
///
/// @param workload empty if it has been deleted, as a bare pod is while a stand-in has its place
/// @param pods those that are being stopped too; of a bare pod itself and its stand-ins
record Snapshot(WorkloadKind kind, Optional<JsonNode> workload, List<Pod> pods) {

  Snapshot {
    pods = List.copyOf(pods);
  }

  /// Whether there is nothing any more of which pods could come.
  boolean isGone() {
    return switch (kind) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> workload.isEmpty();
      case POD -> pods.isEmpty();
    };
  }

  /// The pods that bear a session's mark, those that are being stopped too.
  List<Pod> agents() {
    return pods.stream().filter(Snapshot::isAgent).toList();
  }

  List<Pod> agents(String session) {
    return pods.stream().filter(pod -> isAgent(pod, session)).toList();
  }

  static boolean isAgent(Pod pod) {
    return mark(pod).isPresent();
  }

  static boolean isAgent(Pod pod, String session) {
    return mark(pod).filter(session::equals).isPresent();
  }

  static boolean isStopping(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  private static Optional<String> mark(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations == null
        ? Optional.empty()
        : Optional.ofNullable(annotations.get(Mark.ANNOTATION));
  }
}
