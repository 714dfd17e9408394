package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.json.RawObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What lives in a workload's namespace, as far as the user may see it.
record Neighbourhood(Map<NeighbourKind, List<JsonNode>> objects) {
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
    try {
      return new RawObjects(client).list(kind.path(namespace));
    } catch (KubernetesClientException notAllowedOrNotThere) {
      return List.of();
    }
  }
}
