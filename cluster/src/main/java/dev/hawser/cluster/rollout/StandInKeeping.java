package dev.hawser.cluster.rollout;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.json.KubeJson;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that a bare pod's stand-in is there as long as the session lasts: no controller makes
/// it again when it is deleted or evicted, and with it the record of the original would be gone.
/// Confined to one thread, which it blocks.
final class StandInKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(StandInKeeping.class);
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private final Changes changes;
  private final SessionRecord session;
  private @Nullable Pod last; // seen of this session's stand-in

  StandInKeeping(Changes changes, SessionRecord session) {
    this.changes = changes;
    this.session = session;
  }

  /// Makes it again if it is lost, and the original is not there, which is a restored one's sign.
  void keep(Snapshot snapshot) {
    List<Pod> agents = snapshot.agents(session.session());
    Optional<Pod> running = agents.stream().filter(StandInKeeping::runs).findFirst();
    switch (snapshot.kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> {}
      case POD -> {
        running.or(() -> agents.stream().findFirst()).ifPresent(pod -> last = pod);
        if (running.isEmpty() && last != null && snapshot.workload().isEmpty()) {
          again(last);
        }
      }
    }
  }

  private static boolean runs(Pod pod) {
    return !Snapshot.isStopping(pod) && !FINISHED.contains(pod.getStatus().getPhase());
  }

  private void again(Pod lost) {
    try {
      changes.standInAgain(KubeJson.tree(lost));
    } catch (KubernetesClientException e) {
      LOG.warn("no new stand-in for {}", session.workload(), e); // tried at the next change
    }
  }
}
