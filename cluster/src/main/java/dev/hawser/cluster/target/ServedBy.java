package dev.hawser.cluster.target;

import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Which workload's pods stand behind a Service. Pure, but for the look-up of a ReplicaSet's owner
/// that it is given.
final class ServedBy {
  private ServedBy() {}

  /// @param pods those that the Service selects; not empty. Of a workload that was deleted they are
  ///     on their way out, and count only where there are no others
  /// @param replicaSetOwner the controller of a ReplicaSet by its name
  static Origin.Known workload(
      String service,
      List<ObjectMeta> pods,
      Function<String, Optional<OwnerReference>> replicaSetOwner) {
    TreeMap<String, Origin> origins = new TreeMap<>();
    for (ObjectMeta pod : staying(pods)) {
      Origin origin = origin(pod, replicaSetOwner);
      origins.put(origin.toString(), origin);
    }
    if (origins.size() > 1) {
      throw Unsuitable.because(
          "svc/%s is served by several workloads: %s"
              .formatted(service, Suggestions.list(origins.keySet())),
          "name one of them instead of the Service, such as "
              + origins.values().stream()
                  .filter(Origin.Known.class::isInstance)
                  .map(Origin::toString)
                  .findFirst()
                  .orElse("deploy/NAME"));
    }
    return switch (origins.firstEntry().getValue()) {
      case Origin.Known known -> known;
      case Origin.Other(String kind, String name) when kind.equals("Job") ->
          throw Unsuitable.because(
              "svc/%s is served by pods of Job/%s, which run to an end".formatted(service, name),
              "name a Service whose pods stay");
      case Origin.Other other ->
          throw Unsuitable.because(
              "svc/%s is served by %s, which is of a kind that is not supported"
                  .formatted(service, other),
              "name a Service whose pods a Deployment, StatefulSet, DaemonSet or ReplicaSet runs,"
                  + " or bare ones");
    };
  }

  private static List<ObjectMeta> staying(List<ObjectMeta> pods) {
    List<ObjectMeta> staying =
        pods.stream().filter(pod -> pod.getDeletionTimestamp() == null).toList();
    return staying.isEmpty() ? pods : staying;
  }

  private static Origin origin(
      ObjectMeta pod, Function<String, Optional<OwnerReference>> replicaSetOwner) {
    String name = StandInName.original(pod).orElseGet(pod::getName);
    return Owners.origin(
        WorkloadKind.POD, name, Owners.controller(pod.getOwnerReferences()), replicaSetOwner);
  }
}
