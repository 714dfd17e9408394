package dev.hawser.cluster.plan.neighbours;

import java.util.Optional;
import java.util.stream.Stream;

/// Whether a node may pull the agent's image as it may the others'.
final class PullSecrets {
  private PullSecrets() {}

  static Stream<String> warnings(Scene scene) {
    Optional<String> registry = registry(scene.request().image());
    return registry.stream()
        .filter(host -> !host.equals("hawser.dev")) // loaded into the nodes, never pulled
        .filter(
            host ->
                scene
                    .before()
                    .at(scene.workload().kind().template() + "/spec/containers")
                    .valueStream()
                    .map(container -> registry(container.path("image").asText()))
                    .noneMatch(registry::equals))
        .map(
            host ->
                "the agent's image comes from %s, from which the pod has no other image: the nodes or the pod's pull secrets (%s) must open it"
                    .formatted(host, secrets(scene)));
  }

  private static String secrets(Scene scene) {
    String names =
        String.join(
            ", ",
            scene
                .podSpec()
                .path("imagePullSecrets")
                .valueStream()
                .map(secret -> secret.path("name").asText())
                .toList());
    return names.isEmpty() ? "none" : names;
  }

  /// What is before the first slash is a host only if it looks like one.
  private static Optional<String> registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost")
        ? Optional.of(first)
        : Optional.empty();
  }
}
