package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What lives in a workload's namespace, as far as the user may see it.
record Neighbourhood(Map<NeighbourKind, List<JsonNode>> objects) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Reads all kinds at once; blocks.
  static Neighbourhood read(KubernetesClient client, String namespace) {
    Map<NeighbourKind, List<JsonNode>> objects = new EnumMap<>(NeighbourKind.class);
    try (ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<NeighbourKind, Future<List<JsonNode>>> answers = new EnumMap<>(NeighbourKind.class);
      Arrays.stream(NeighbourKind.values())
          .forEach(kind -> answers.put(kind, reads.submit(() -> list(client, namespace, kind))));
      reads.close(); // waits for all of them
      answers.forEach((kind, answer) -> objects.put(kind, answer.resultNow()));
    }
    return new Neighbourhood(objects);
  }

  List<JsonNode> all(NeighbourKind kind) {
    return objects.getOrDefault(kind, List.of());
  }

  private static List<JsonNode> list(
      KubernetesClient client, String namespace, NeighbourKind kind) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(kind.group())
            .withVersion(kind.version())
            .withKind(kind.kind())
            .withPlural(kind.plural())
            .withNamespaced(true)
            .build();
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        everywhere = client.genericKubernetesResources(context);
    try {
      return everywhere.inNamespace(namespace).list().getItems().stream()
          .<JsonNode>map(JSON::valueToTree)
          .toList();
    } catch (KubernetesClientException notAllowedOrNotThere) {
      return List.of();
    }
  }
}
