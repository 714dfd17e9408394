package dev.hawser.cluster.target;

import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds workloads by their names in one namespace. Reads only; blocks.
final class WorkloadLookup {
  private final KubernetesClient client;
  private final String namespace;

  WorkloadLookup(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// A pod that a stand-in has the place of is found as that one.
  Optional<PodSource> find(WorkloadKind kind, String name) {
    Optional<GenericKubernetesResource> found =
        Optional.ofNullable(WorkloadApi.of(client, namespace, kind).withName(name).get());
    return (kind == WorkloadKind.POD ? standIn(name).or(() -> found) : found)
        .map(object -> source(new Workload(kind, namespace, name), object));
  }

  private Optional<GenericKubernetesResource> standIn(String pod) {
    return standIns()
        .filter(one -> StandInName.original(one.getMetadata()).filter(pod::equals).isPresent())
        .findFirst();
  }

  private Stream<GenericKubernetesResource> standIns() {
    return WorkloadApi.of(client, namespace, WorkloadKind.POD)
        .withLabel(StandInName.LABEL)
        .list()
        .getItems()
        .stream();
  }

  /// Those of a name, of whatever kind, that nothing else makes; kinds that the user may not read
  /// are left out, but for Deployments.
  List<PodSource> findOfAnyKind(String name) {
    return Arrays.stream(WorkloadKind.values())
        .flatMap(
            kind ->
                kind == WorkloadKind.DEPLOYMENT
                    ? find(kind, name).stream()
                    : unlessForbidden(() -> find(kind, name).stream()))
        .filter(source -> !isMade(source))
        .toList();
  }

  /// All of a kind that nothing else makes; none where the user may not list them.
  List<PodSource> all(WorkloadKind kind) {
    return unlessForbidden(
            () ->
                WorkloadApi.of(client, namespace, kind).list().getItems().stream()
                    .map(one -> source(new Workload(kind, namespace, name(one)), one)))
        .filter(source -> !isMade(source))
        .toList();
  }

  /// Whether a controller of a kind that is known has made it, so that it is that one's to change.
  private static boolean isMade(PodSource source) {
    return switch (source.workload().kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET -> false;
      case REPLICA_SET, POD -> source.controller().isPresent();
    };
  }

  /// What stands behind a ReplicaSet or pod; itself if nothing does.
  Origin origin(PodSource source) {
    return Owners.origin(
        source.workload().kind(),
        source.workload().name(),
        isMade(source) ? source.controller() : Optional.empty(),
        this::replicaSetOwner);
  }

  Optional<OwnerReference> replicaSetOwner(String name) {
    @Nullable ReplicaSet replicaSet =
        client.apps().replicaSets().inNamespace(namespace).withName(name).get();
    return replicaSet == null
        ? Optional.empty()
        : Owners.controller(replicaSet.getMetadata().getOwnerReferences());
  }

  private static PodSource source(Workload workload, GenericKubernetesResource object) {
    return new PodSource(workload, WorkloadApi.json(object));
  }

  private static String name(GenericKubernetesResource object) {
    return object.getMetadata().getName();
  }

  private static Stream<PodSource> unlessForbidden(Supplier<Stream<PodSource>> read) {
    try {
      return read.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Stream.empty();
      }
      throw e;
    }
  }
}
