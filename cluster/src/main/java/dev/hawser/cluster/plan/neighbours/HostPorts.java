package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A port of the node belongs to one pod, so that a new one cannot come beside the old one.
final class HostPorts {
  private HostPorts() {}

  static Stream<String> warnings(Scene scene) {
    String ports =
        scene.containers().stream()
            .flatMap(container -> container.path("ports").valueStream())
            .map(port -> port.path("hostPort"))
            .filter(JsonNode::isInt)
            .map(JsonNode::asText)
            .distinct()
            .collect(Collectors.joining(", "));
    if (ports.isEmpty() || scene.surge() == Surge.NEVER) {
      return Stream.empty();
    }
    return Stream.of(
        "a pod holds its node's port %s (hostPort), so that %s"
            .formatted(
                ports,
                scene.surge() == Surge.REQUIRED
                    ? "an agent starts only if another node fits it, for originals stay until then"
                    : "an agent waits until an original has left its node"));
  }
}
