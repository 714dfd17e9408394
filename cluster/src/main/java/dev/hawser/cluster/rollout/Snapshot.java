package dev.hawser.cluster.rollout;

import dev.hawser.cluster.change.Mark;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Deployment and its pods, as they were last told.
///
/// @param deployment empty if it has been deleted
record Snapshot(Optional<Deployment> deployment, List<Pod> pods) {

  Snapshot {
    pods = List.copyOf(pods);
  }

  /// The pods that bear a session's mark, those that are being stopped too.
  List<Pod> agents() {
    return pods.stream().filter(pod -> mark(pod).isPresent()).toList();
  }

  List<Pod> agents(String session) {
    return pods.stream().filter(pod -> mark(pod).filter(session::equals).isPresent()).toList();
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
