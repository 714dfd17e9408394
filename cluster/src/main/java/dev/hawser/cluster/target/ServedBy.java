package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Which Deployment's pods stand behind a Service. Pure, but for the look-up of a ReplicaSet's
/// owner that it is given.
final class ServedBy {
  private ServedBy() {}

  /// @param pods those that the Service selects; not empty
  /// @param replicaSetOwner the controller of a ReplicaSet by its name
  static String deployment(
      String service, List<Pod> pods, Function<String, Optional<OwnerReference>> replicaSetOwner) {
    TreeSet<String> deployments = new TreeSet<>();
    TreeSet<String> others = new TreeSet<>();
    TreeSet<String> replicaSets = new TreeSet<>();
    for (Pod pod : pods) {
      Optional<OwnerReference> owner = controller(pod.getMetadata().getOwnerReferences());
      if (owner.isEmpty()) {
        others.add("pod/" + pod.getMetadata().getName());
      } else if (owner.get().getKind().equals("ReplicaSet")) {
        replicaSets.add(owner.get().getName());
      } else {
        others.add(owner.get().getKind() + "/" + owner.get().getName());
      }
    }
    for (String replicaSet : replicaSets) {
      Optional<OwnerReference> owner = replicaSetOwner.apply(replicaSet);
      if (owner.filter(one -> one.getKind().equals("Deployment")).isPresent()) {
        deployments.add(owner.get().getName());
      } else {
        others.add(
            owner
                .map(one -> one.getKind() + "/" + one.getName())
                .orElse("ReplicaSet/" + replicaSet));
      }
    }
    if (deployments.size() + others.size() > 1) {
      deployments.stream().map(name -> "deploy/" + name).forEach(others::add);
      throw Unsuitable.because(
          "svc/%s is served by several workloads: %s".formatted(service, Suggestions.list(others)),
          "name one of its Deployments instead of the Service (deploy/NAME)");
    }
    if (deployments.isEmpty()) {
      throw Unsuitable.because(
          "svc/%s is served by %s".formatted(service, Suggestions.list(others)),
          "only Deployments can be connected to; name a Service whose pods a Deployment runs");
    }
    return deployments.first();
  }

  static Optional<OwnerReference> controller(List<OwnerReference> owners) {
    return owners.stream().filter(owner -> Objects.equals(owner.getController(), true)).findFirst();
  }
}
