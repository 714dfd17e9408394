package dev.hawser.cluster.service;

import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The Services of one namespace, or of all, and their pods as far as names depend on them. Those
/// are asked for once there is a headless Service. One thread at a time, which may block.
final class NamespaceServices implements AutoCloseable {
  private final KubernetesClient client;
  private final NamespaceChoice namespaces;
  private final Runnable changed;
  private final Followed<Service> services;
  private @Nullable Followed<Pod> pods;

  NamespaceServices(KubernetesClient client, NamespaceChoice namespaces, Runnable changed) {
    this.client = client;
    this.namespaces = namespaces;
    this.changed = changed;
    this.services =
        Followed.start(
            switch (namespaces) {
              case NamespaceChoice.One(String name) -> client.services().inNamespace(name);
              case NamespaceChoice.All() -> client.services().inAnyNamespace();
            },
            changed);
  }

  List<ClusterService> now() {
    List<Service> all =
        services.now().stream()
            .sorted(
                Comparator.<Service, String>comparing(one -> one.getMetadata().getNamespace())
                    .thenComparing(one -> one.getMetadata().getName()))
            .toList();
    return all.stream().flatMap(one -> CallableNames.of(one, pods(one)).stream()).toList();
  }

  private List<Pod> pods(Service service) {
    if (!CallableNames.needsPods(service)) {
      return List.of();
    }
    if (pods == null) {
      pods = followPods();
    }
    String namespace = service.getMetadata().getNamespace();
    return pods.now().stream()
        .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()))
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /// Without the right to see them, a headless Service has the ports that it says itself.
  private Followed<Pod> followPods() {
    try {
      return Followed.start(
          switch (namespaces) {
            case NamespaceChoice.One(String name) -> client.pods().inNamespace(name);
            case NamespaceChoice.All() -> client.pods().inAnyNamespace();
          },
          changed);
    } catch (KubernetesClientException e) {
      if (Followed.isForbidden(e)) {
        return Followed.none();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    services.close();
    if (pods != null) {
      pods.close();
    }
  }
}
