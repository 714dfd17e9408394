package dev.hawser.acceptance.place;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// A Deployment that sessions change and must put back.
public record Workload(Place place, String namespace, String name) {
  private static final String MARK = "hawser.dev/session";

  public Deployment read() {
    return Objects.requireNonNull(
        place.client().apps().deployments().inNamespace(namespace).withName(name).get());
  }

  /// Changes it as somebody else would: from a fresh read, again where controllers write between.
  public void edit(UnaryOperator<Deployment> change) {
    await("edit of " + name)
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try {
                place
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(name)
                    .edit(change);
                return true;
              } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                  return false;
                }
                throw e;
              }
            });
  }

  /// All of it, but for what the API server and the controllers write.
  public ObjectNode original() {
    ObjectNode deployment = json(read());
    deployment.remove("status");
    ObjectNode metadata = (ObjectNode) deployment.path("metadata");
    metadata.remove(List.of("managedFields", "resourceVersion", "generation"));
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove("deployment.kubernetes.io/revision");
    }
    return deployment;
  }

  private ObjectNode json(Deployment deployment) {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(place.client().getKubernetesSerialization().asJson(deployment));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public String resourceVersion() {
    return read().getMetadata().getResourceVersion();
  }

  /// Whether a session's mark is on it.
  public boolean isMarked() {
    return read().getMetadata().getAnnotations().containsKey(MARK);
  }

  public List<Pod> pods() {
    return place.client().pods().inNamespace(namespace).withLabel("app", name).list().getItems();
  }

  /// Pods in which a session's agent runs.
  public List<Pod> agents() {
    return pods().stream().filter(Workload::isAgent).toList();
  }

  public static boolean isAgent(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
            .containsKey(MARK)
        || pod.getSpec().getContainers().stream().anyMatch(Workload::isHawsers);
  }

  private static boolean isHawsers(Container container) {
    return container.getImage().startsWith("hawser.dev/");
  }

  /// Waits until all of its pods are originals, ready, and as many as wanted.
  public void awaitOriginalPods() {
    int replicas = read().getSpec().getReplicas();
    await("only original pods of " + name)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              List<Pod> pods = pods();
              return pods.size() == replicas
                  && pods.stream().noneMatch(Workload::isAgent)
                  && pods.stream().allMatch(Readiness::isPodReady);
            });
  }
}
