package dev.hawser.cluster.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Finds workloads by their names in one namespace. Reads only; blocks.
final class WorkloadLookup {
  private final RawObjects objects;
  private final String namespace;

  WorkloadLookup(KubernetesClient client, String namespace) {
    this.objects = new RawObjects(client);
    this.namespace = namespace;
  }

  /// A pod that a stand-in has the place of is found as that one.
  Optional<PodSource> find(WorkloadKind kind, String name) {
    Workload workload = new Workload(kind, namespace, name);
    Optional<JsonNode> found = objects.get(workload.path());
    return (kind == WorkloadKind.POD ? standIn(name).or(() -> found) : found)
        .map(object -> new PodSource(workload, object));
  }

  private Optional<JsonNode> standIn(String pod) {
    return objects.list(WorkloadKind.POD.path(namespace), StandInName.LABEL).stream()
        .filter(one -> StandInName.original(metadata(one)).filter(pod::equals).isPresent())
        .findFirst();
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
                objects.list(kind.path(namespace)).stream()
                    .map(one -> new PodSource(new Workload(kind, namespace, name(one)), one)))
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
    return objects
        .get(new Workload(WorkloadKind.REPLICA_SET, namespace, name).path())
        .flatMap(one -> Owners.controller(metadata(one).getOwnerReferences()));
  }

  private static ObjectMeta metadata(JsonNode object) {
    return KubeJson.as(ObjectMeta.class, object.path("metadata"));
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
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
