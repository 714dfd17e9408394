package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Who makes pods and ReplicaSets. Pure, but for the look-up of a ReplicaSet's owner that it is
/// given.
final class Owners {
  private Owners() {}

  /// What stands behind a pod: a workload, or something else that is told in words.
  sealed interface Origin {
    record Known(WorkloadKind kind, String name) implements Origin {
      @Override
      public String toString() {
        return kind.shortName() + "/" + name;
      }
    }

    /// @param kind such as `Job` or `Rollout`
    record Other(String kind, String name) implements Origin {
      @Override
      public String toString() {
        return kind + "/" + name;
      }
    }
  }

  static Optional<OwnerReference> controller(List<OwnerReference> owners) {
    return owners.stream().filter(owner -> Objects.equals(owner.getController(), true)).findFirst();
  }

  /// The topmost controller that is known of; the object itself if it has none.
  ///
  /// @param replicaSetOwner the controller of a ReplicaSet by its name
  static Origin origin(
      WorkloadKind kind,
      String name,
      Optional<OwnerReference> controller,
      Function<String, Optional<OwnerReference>> replicaSetOwner) {
    if (controller.isEmpty()) {
      return new Origin.Known(kind, name);
    }
    OwnerReference owner = controller.get();
    Optional<WorkloadKind> known = WorkloadKind.ofKind(owner.getKind());
    if (known.isEmpty()) {
      return new Origin.Other(owner.getKind(), owner.getName());
    }
    return known.get() == WorkloadKind.REPLICA_SET
        ? origin(
            WorkloadKind.REPLICA_SET,
            owner.getName(),
            replicaSetOwner.apply(owner.getName()),
            replicaSetOwner)
        : new Origin.Known(known.get(), owner.getName());
  }
}
