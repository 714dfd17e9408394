package dev.hawser.cluster.rollout;

import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.rollout.RolloutWatch.Judgement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Objects;

/// The wait, after an undo, for the original pods to be back. Blocks.
public final class OriginalsWait {
  private static final Duration UNTIL_SOMETHING_CHANGES = Duration.ofDays(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String deployment;

  public OriginalsWait(KubernetesClient client, String namespace, String deployment) {
    this.client = client;
    this.namespace = namespace;
    this.deployment = deployment;
  }

  /// Returns true once the original pods are ready and every agent's pod is gone or being stopped;
  /// false if that takes longer than the limit. What agents leave in the Deployment's history is
  /// removed, so that nobody rolls back to it.
  ///
  /// @param generation the Deployment's after the undo
  public boolean await(long generation, Duration limit) {
    try (RolloutWatch watch = new RolloutWatch(client, namespace, deployment)) {
      boolean back =
          watch
              .await(
                  limit,
                  (snapshot, elapsed) ->
                      new Judgement<>(
                          isBack(snapshot, generation) ? true : null, UNTIL_SOMETHING_CHANGES))
              .isPresent();
      watch.snapshot().deployment().ifPresent(found -> forgetAgents(found.getMetadata().getUid()));
      return back;
    }
  }

  private static boolean isBack(Snapshot snapshot, long generation) {
    return snapshot.deployment().isEmpty()
        || (RolloutState.of(snapshot.deployment().get(), generation).isComplete()
            && snapshot.agents().stream().allMatch(Snapshot::isStopping));
  }

  private void forgetAgents(String uid) {
    try {
      client.apps().replicaSets().inNamespace(namespace).list().getItems().stream()
          .filter(replicaSet -> isOwnedBy(uid, replicaSet) && isMarked(replicaSet))
          .filter(replicaSet -> Objects.equals(replicaSet.getSpec().getReplicas(), 0))
          .forEach(
              replicaSet ->
                  client
                      .apps()
                      .replicaSets()
                      .inNamespace(namespace)
                      .withName(replicaSet.getMetadata().getName())
                      .delete());
    } catch (KubernetesClientException e) {
      // without the right to, the history keeps an entry that does no harm unless it is chosen
    }
  }

  private static boolean isOwnedBy(String uid, ReplicaSet replicaSet) {
    return replicaSet.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(uid));
  }

  private static boolean isMarked(ReplicaSet replicaSet) {
    ObjectMeta template = replicaSet.getSpec().getTemplate().getMetadata();
    return template.getAnnotations() != null
        && template.getAnnotations().containsKey(Mark.ANNOTATION);
  }
}
