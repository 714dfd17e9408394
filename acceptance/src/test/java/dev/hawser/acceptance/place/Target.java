package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// An object of any kind that sessions take the place of, and must put back. Its pods are those
/// with the label `app` of its name.
public record Target(TestNamespace namespace, WorkloadKind kind, String name) {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String MARK = "hawser.dev/session";

  /// What the API server and the controllers write, whatever a client says.
  private static final List<String> SERVERS_OWN =
      List.of("managedFields", "resourceVersion", "generation");

  private static final List<String> OF_A_PODS_LIFE = List.of("uid", "creationTimestamp");
  private static final List<String> SERVERS_ANNOTATIONS =
      List.of("deployment.kubernetes.io/revision", "deprecated.daemonset.template.generation");

  /// As a user names it: `sts/db`.
  public String word() {
    return kind.shortName() + "/" + name;
  }

  private Resource<GenericKubernetesResource> resource() {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build();
    return namespace
        .place()
        .client()
        .genericKubernetesResources(context)
        .inNamespace(namespace.name())
        .withName(name);
  }

  public ObjectNode read() {
    try {
      return (ObjectNode)
          new ObjectMapper()
              .readTree(
                  namespace
                      .place()
                      .client()
                      .getKubernetesSerialization()
                      .asJson(Objects.requireNonNull(resource().get(), word())));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// All of it, but for what the API server and the controllers write. Of a pod that is made again
  /// its identity and the volume of its account's token are such too.
  public ObjectNode original() {
    ObjectNode object = read();
    object.remove("status");
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    metadata.remove(SERVERS_OWN);
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(SERVERS_ANNOTATIONS);
      if (annotations.isEmpty()) {
        metadata.remove("annotations");
      }
    }
    if (kind == WorkloadKind.POD) {
      metadata.remove(OF_A_PODS_LIFE);
      withoutToken(object.at("/spec/volumes"));
      object.at("/spec/containers").forEach(one -> withoutToken(one.path("volumeMounts")));
      object.at("/spec/initContainers").forEach(one -> withoutToken(one.path("volumeMounts")));
    }
    return object;
  }

  private static void withoutToken(JsonNode named) {
    if (named instanceof ArrayNode list) {
      list.removeIf(one -> one.path("name").asText().startsWith("kube-api-access-"));
    }
  }

  public String resourceVersion() {
    return read().at("/metadata/resourceVersion").asText();
  }

  /// Whether it tells of a session; false where it is away, as a pod with a stand-in is.
  public boolean isMarked() {
    GenericKubernetesResource object = resource().get();
    return object != null
        && object.getMetadata().getAnnotations() != null
        && object.getMetadata().getAnnotations().containsKey(MARK);
  }

  public void scale(int replicas) {
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"replicas\": %d}}".formatted(replicas));
  }

  public List<Pod> pods() {
    return namespace
        .place()
        .client()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("app", name)
        .list()
        .getItems();
  }

  /// Pods in which a session's agent runs, but for those that are being deleted.
  public List<Pod> agents() {
    return pods().stream().filter(Workload::isAgent).filter(pod -> !isEnding(pod)).toList();
  }

  private static boolean isEnding(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /// Waits until there are so many pods, all of them originals and ready.
  public void awaitOriginals(int count) {
    await("only original pods of " + word())
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(pods())
                    .hasSize(count)
                    .allMatch(pod -> !Workload.isAgent(pod) && !isEnding(pod), "an original")
                    .allMatch(Readiness::isPodReady, "ready"));
  }

  /// Waits until it is as it was, with so many original pods, and nothing tells of a session.
  public void awaitRestored(ObjectNode original, int count) {
    await(word() + " is as it was")
        .atMost(SOON)
        .ignoreException(NullPointerException.class) // a pod may be away for a moment
        .untilAsserted(
            () -> {
              assertThat(original()).isEqualTo(original);
              assertThat(new Traces(namespace.place(), namespace.name()).list()).isEmpty();
            });
    awaitOriginals(count);
  }

  public void delete() {
    resource().withGracePeriod(0).delete();
  }
}
