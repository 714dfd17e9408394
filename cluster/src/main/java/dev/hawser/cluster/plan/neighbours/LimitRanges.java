package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// Bounds of a container's resources, compared with the agent's where making a pod could not be
/// tried. By the [reference](https://kubernetes.io/docs/concepts/policy/limit-range/).
final class LimitRanges {
  private LimitRanges() {}

  static Stream<String> warnings(Scene scene) {
    if (!(scene.trial() instanceof PodTrial.NotTried)) {
      return Stream.empty();
    }
    return scene.neighbours().all(NeighbourKind.LIMIT_RANGE).stream()
        .flatMap(
            range ->
                range
                    .at("/spec/limits")
                    .valueStream()
                    .filter(limit -> limit.path("type").asText().equals("Container"))
                    .flatMap(limit -> broken(Scene.name(range), limit, scene.agent())));
  }

  private static Stream<String> broken(String range, JsonNode limit, JsonNode agent) {
    JsonNode requests = agent.at("/resources/requests");
    JsonNode limits = agent.at("/resources/limits");
    return Stream.concat(
        limit.path("min").properties().stream()
            .filter(min -> compare(requests.path(min.getKey()), min.getValue()) < 0)
            .map(min -> words(range, "at least", min.getValue(), min.getKey(), requests)),
        limit.path("max").properties().stream()
            .filter(max -> compare(limits.path(max.getKey()), max.getValue()) > 0)
            .map(max -> words(range, "at most", max.getValue(), max.getKey(), limits)));
  }

  /// What is not set is set by the range's own defaults.
  private static int compare(JsonNode value, JsonNode bound) {
    return value.isTextual()
        ? Quotas.number(value.asText()).compareTo(Quotas.number(bound.asText()))
        : 0;
  }

  private static String words(
      String range, String than, JsonNode bound, String resource, JsonNode of) {
    return "LimitRange %s wants %s %s of %s for a container, and the agent's has %s: no agent's pod would be made"
        .formatted(range, than, bound.asText(), resource, of.path(resource).asText());
  }
}
