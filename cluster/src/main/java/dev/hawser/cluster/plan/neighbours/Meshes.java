package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/// A mesh's proxy stays beside the agent as it was beside the original. It is seen in the template,
/// or in what admission makes of a pod.
final class Meshes {
  private static final Map<String, String> PROXIES =
      Map.of("istio-proxy", "Istio", "linkerd-proxy", "Linkerd");

  private Meshes() {}

  static Stream<String> warnings(Scene scene) {
    return Stream.of(scene.podSpec(), scene.trial().podSpec())
        .flatMap(Meshes::containers)
        .map(container -> PROXIES.get(container.path("name").asText()))
        .flatMap(Stream::ofNullable)
        .distinct()
        .flatMap(mesh -> warnings(mesh, scene));
  }

  private static Stream<String> warnings(String mesh, Scene scene) {
    String timeouts =
        "%s's timeouts and retries go on while you stop at a breakpoint".formatted(mesh);
    return scene.request().direct().isPresent()
        ? Stream.of(
            timeouts,
            "%s's proxy may refuse to let this machine dial agents straight".formatted(mesh))
        : Stream.of(timeouts);
  }

  private static Stream<JsonNode> containers(JsonNode podSpec) {
    return Stream.concat(
        podSpec.path("containers").valueStream(), podSpec.path("initContainers").valueStream());
  }
}
