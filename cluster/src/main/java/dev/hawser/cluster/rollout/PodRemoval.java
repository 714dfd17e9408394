package dev.hawser.cluster.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/// Deletes pods that are due, each as it was seen and once. Blocks; used by one thread at a time.
final class PodRemoval {
  private final KubernetesClient client;
  private final String namespace;
  private boolean forbidden;

  PodRemoval(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// One that has changed since it was seen is left for the next time.
  void remove(List<Pod> due) {
    for (Pod pod : due) {
      if (!forbidden) {
        remove(pod);
      }
    }
  }

  private void remove(Pod pod) {
    try {
      client
          .pods()
          .inNamespace(namespace)
          .withName(pod.getMetadata().getName())
          .lockResourceVersion(pod.getMetadata().getResourceVersion())
          .delete();
    } catch (KubernetesClientException e) {
      switch (e.getCode()) {
        case HttpURLConnection.HTTP_FORBIDDEN -> forbidden = true;
        case HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_NOT_FOUND -> {}
        default -> throw e;
      }
    }
  }

  /// Whether the user may not delete pods.
  boolean isForbidden() {
    return forbidden;
  }
}
