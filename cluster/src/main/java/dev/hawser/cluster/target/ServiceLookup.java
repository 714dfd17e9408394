package dev.hawser.cluster.target;

import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.Pod;
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
  private final KubernetesClient client;
  private final String namespace;
  private final WorkloadLookup workloads;

  ServiceLookup(KubernetesClient client, String namespace, WorkloadLookup workloads) {
    this.client = client;
    this.namespace = namespace;
    this.workloads = workloads;
  }

  Optional<Service> find(String name) {
    return Optional.ofNullable(client.services().inNamespace(namespace).withName(name).get());
  }

  List<String> names() {
    return client.services().inNamespace(namespace).list().getItems().stream()
        .map(one -> one.getMetadata().getName())
        .toList();
  }

  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE, if it leads to
  ///     no workload, or to several
  Origin.Known behind(Service service) {
    String name = service.getMetadata().getName();
    Map<String, String> selector = selector(name, service.getSpec());
    List<Pod> pods = client.pods().inNamespace(namespace).withLabels(selector).list().getItems();
    List<Pod> living =
        pods.stream().filter(pod -> !Running.isFinished(pod.getStatus().getPhase())).toList();
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

  private static RuntimeException withFinishedPods(String service, List<Pod> pods) {
    return Unsuitable.because(
        "all pods of svc/%s have run to their end: %s"
            .formatted(
                service,
                Suggestions.list(pods.stream().map(one -> one.getMetadata().getName()).toList())),
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

  private static Collection<String> labels(Map<String, String> selector) {
    return selector.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
  }
}
