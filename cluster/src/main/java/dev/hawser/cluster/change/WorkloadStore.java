package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;
import java.util.Optional;

/// What of the API server the change of a pod leans on. Methods block, and throw
/// [io.fabric8.kubernetes.client.KubernetesClientException] for what is refused.
interface WorkloadStore {
  /// All of a kind; of pods the stand-ins only.
  List<WorkloadJson> list(WorkloadKind kind);

  Optional<WorkloadJson> read(Workload workload);

  /// A failed `test` is refused with code 422.
  WorkloadJson patch(WorkloadJson workload, JsonPatch patch);

  /// Refused with code 409 if there is one of that name.
  WorkloadJson create(WorkloadKind kind, ObjectNode manifest);

  /// What would be created; admission and validation say no here already.
  WorkloadJson dryRunCreate(WorkloadKind kind, ObjectNode manifest);

  /// Deletes it unless it has changed since it was read.
  ///
  /// @return false if it has
  boolean delete(WorkloadJson object);
}
