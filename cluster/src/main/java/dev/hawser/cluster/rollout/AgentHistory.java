package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.target.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;

/// What agents leave in a workload's history, from which somebody could roll back to them: a
/// ReplicaSet without pods of a Deployment, a ControllerRevision of a StatefulSet or DaemonSet.
/// Blocks.
final class AgentHistory {
  private final KubernetesClient client;
  private final Workload workload;

  AgentHistory(KubernetesClient client, Workload workload) {
    this.client = client;
    this.workload = workload;
  }

  /// Without the right to, the history keeps an entry that does no harm unless it is chosen.
  ///
  /// @param object the workload
  void forget(JsonNode object) {
    String uid = object.at("/metadata/uid").asText();
    try {
      switch (workload.kind()) {
        case DEPLOYMENT -> forgetReplicaSets(uid);
        case STATEFUL_SET, DAEMON_SET -> forgetRevisions(uid);
        case REPLICA_SET, POD -> {} // have none
      }
    } catch (KubernetesClientException e) {
      // see above
    }
  }

  private void forgetReplicaSets(String uid) {
    client.apps().replicaSets().inNamespace(workload.namespace()).list().getItems().stream()
        .filter(replicaSet -> isOwnedBy(uid, replicaSet) && isMarked(replicaSet))
        .filter(replicaSet -> Objects.equals(replicaSet.getSpec().getReplicas(), 0))
        .forEach(
            replicaSet ->
                client
                    .apps()
                    .replicaSets()
                    .inNamespace(workload.namespace())
                    .withName(replicaSet.getMetadata().getName())
                    .delete());
  }

  private void forgetRevisions(String uid) {
    client.apps().controllerRevisions().inNamespace(workload.namespace()).list().getItems().stream()
        .filter(revision -> isOwnedBy(uid, revision) && isMarked(revision))
        .forEach(
            revision ->
                client
                    .apps()
                    .controllerRevisions()
                    .inNamespace(workload.namespace())
                    .withName(revision.getMetadata().getName())
                    .delete());
  }

  private static boolean isOwnedBy(String uid, HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(uid));
  }

  private static boolean isMarked(ReplicaSet replicaSet) {
    ObjectMeta template = replicaSet.getSpec().getTemplate().getMetadata();
    return template.getAnnotations() != null
        && template.getAnnotations().containsKey(Mark.ANNOTATION);
  }

  private static boolean isMarked(ControllerRevision revision) {
    JsonNode data = KubeJson.tree(revision.getData());
    return data.at("/spec/template/metadata/annotations").has(Mark.ANNOTATION);
  }
}
