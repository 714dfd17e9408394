package dev.hawser.cluster.rollout;

import dev.hawser.cluster.target.Workload;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Obstacles that only events tell: volumes and networks that a pod waits for, and pods that the
/// controller of a StatefulSet or DaemonSet cannot make. Pure; confined to the thread that waits.
final class EventObstacles {
  private static final Duration A_MOMENT = Duration.ofSeconds(3);

  /// A volume may still be on its way from another node, a Secret be about to be made.
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private static final Set<String> OF_PODS =
      Set.of("FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "FailedMapVolume");
  private static final String NO_POD = "FailedCreate";

  private final Workload workload;
  private final Map<String, Integer> firstCounts = new HashMap<>(); // of the workload's events
  private boolean looked;

  EventObstacles(Workload workload) {
    this.workload = workload;
  }

  /// The newest that there is. What events the workload had at the first look is not counted, for
  /// it may be old.
  ///
  /// @param events of the namespace, oldest first
  Optional<Obstacle> in(List<Event> events, List<Pod> agents) {
    Set<String> waiting =
        agents.stream()
            .filter(pod -> !Snapshot.isStopping(pod) && !Snapshot.isReady(pod))
            .map(pod -> pod.getMetadata().getUid())
            .collect(Collectors.toCollection(HashSet::new));
    Optional<Obstacle> last = Optional.empty();
    for (Event event : events) {
      boolean ofPod =
          waiting.contains(event.getInvolvedObject().getUid())
              && OF_PODS.contains(event.getReason());
      if (ofPod || isNewRefusal(event)) {
        last = Optional.of(obstacle(event, ofPod));
      }
    }
    looked = true;
    return last;
  }

  private boolean isNewRefusal(Event event) {
    if (!NO_POD.equals(event.getReason())
        || !workload.kind().kind().equals(event.getInvolvedObject().getKind())
        || !workload.name().equals(event.getInvolvedObject().getName())) {
      return false;
    }
    int count = Objects.requireNonNullElse(event.getCount(), 1);
    String uid = event.getMetadata().getUid();
    if (!looked) {
      firstCounts.put(uid, count);
    }
    return count > firstCounts.getOrDefault(uid, 0);
  }

  private static Obstacle obstacle(Event event, boolean ofPod) {
    String name = event.getInvolvedObject().getName();
    String words =
        PeerText.clean(
            event.getReason() + ": " + Objects.requireNonNullElse(event.getMessage(), ""), 400);
    return ofPod
        ? new Obstacle(
            name,
            "pod %s does not start: %s".formatted(name, words),
            "see kubectl describe pod " + name,
            A_WHILE,
            false)
        : new Obstacle(
            "",
            "no agent's pod can be created: " + words,
            "see the namespace's PodSecurity level, quota and admission policies",
            A_MOMENT,
            false);
  }
}
