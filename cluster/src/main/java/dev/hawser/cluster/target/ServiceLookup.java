package dev.hawser.cluster.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.json.ApiPath;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds Services of one namespace, and the workload whose pods each leads to. Reads only; blocks.
final class ServiceLookup {
  private final RawObjects objects;
  private final String namespace;
  private final WorkloadLookup workloads;

  ServiceLookup(KubernetesClient client, String namespace, WorkloadLookup workloads) {
    this.objects = new RawObjects(client);
    this.namespace = namespace;
    this.workloads = workloads;
  }

  Optional<Service> find(String name) {
    return objects
        .get(ApiPath.core(namespace, "services") + "/" + name)
        .map(one -> KubeJson.as(Service.class, one));
  }

  List<String> names() {
    return names(objects.list(ApiPath.core(namespace, "services")));
  }

  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE, if it leads to
  ///     no workload, or to several
  Origin.Known behind(Service service) {
    String name = service.getMetadata().getName();
    Map<String, String> selector = selector(name, service.getSpec());
    List<JsonNode> pods =
        objects.list(WorkloadKind.POD.path(namespace), String.join(",", labels(selector)));
    List<ObjectMeta> living =
        pods.stream()
            .filter(pod -> !Running.isFinished(pod.at("/status/phase").asText()))
            .map(pod -> KubeJson.as(ObjectMeta.class, pod.path("metadata")))
            .toList();
    if (living.isEmpty()) {
      throw pods.isEmpty() ? withoutPods(name, selector) : withFinishedPods(name, pods);
    }
    return ServedBy.workload(name, living, workloads::replicaSetOwner);
  }

  private static Map<String, String> selector(String name, ServiceSpec spec) {
    if ("ExternalName".equals(spec.getType())) {
      throw Unsuitable.because(
          "svc/%s is an ExternalName, another name for %s, which is not of this cluster"
              .formatted(name, spec.getExternalName()),
          "name what serves in this cluster");
    }
    @Nullable Map<String, String> selector = spec.getSelector();
    if (selector == null || selector.isEmpty()) {
      throw Unsuitable.because(
          "svc/%s selects no pods of the cluster".formatted(name),
          "connect to a Service with a selector, or name the workload (deploy/NAME)");
    }
    return selector;
  }

  private static RuntimeException withFinishedPods(String service, List<JsonNode> pods) {
    return Unsuitable.because(
        "all pods of svc/%s have run to their end: %s"
            .formatted(service, Suggestions.list(names(pods))),
        "start one that stays");
  }

  private RuntimeException withoutPods(String service, Map<String, String> selector) {
    return Unsuitable.because(
        "svc/%s has no pods".formatted(service),
        Arrays.stream(WorkloadKind.values())
            .filter(kind -> kind != WorkloadKind.POD)
            .flatMap(kind -> workloads.all(kind).stream())
            .filter(one -> one.podLabels().entrySet().containsAll(selector.entrySet()))
            .findFirst()
            .map(asleep -> Running.start(asleep.workload()))
            .orElseGet(
                () ->
                    "check its selector (%s) against the labels of the pods"
                        .formatted(Suggestions.list(labels(selector)))));
  }

  private static List<String> names(List<JsonNode> objects) {
    return objects.stream().map(one -> one.at("/metadata/name").asText()).toList();
  }

  private static Collection<String> labels(Map<String, String> selector) {
    return selector.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
  }
}
