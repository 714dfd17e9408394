package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The fields of a container that become the agent's. What is not named here stays: variables,
/// volume mounts, security context, the termination message's.
final class AgentContainer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// Fields that the agent's container has not: those of the original would be wrong for it. Its
  /// image says what runs, and where.
  private static final List<String> ABSENT =
      List.of(
          "command",
          "args",
          "workingDir",
          "tty",
          "stdin",
          "stdinOnce",
          "lifecycle",
          "startupProbe");

  private AgentContainer() {}

  /// Every touched field; null where it is removed. Probes spell out what the API server would add.
  static ObjectNode fields(String image, int probePort, JsonNode original) {
    ObjectNode fields = JSON.objectNode();
    fields.put("image", image);
    fields.put("imagePullPolicy", "IfNotPresent");
    ABSENT.forEach(fields::putNull);
    fields.set("readinessProbe", probe("/ready", probePort, 1, 1, 2));
    fields.set("livenessProbe", probe("/live", probePort, 10, 5, 3));
    fields.set("resources", resources(original.path("resources")));
    return fields;
  }

  private static ObjectNode probe(
      String path, int port, int periodSeconds, int timeoutSeconds, int failureThreshold) {
    ObjectNode probe = JSON.objectNode();
    probe.putObject("httpGet").put("path", path).put("port", port).put("scheme", "HTTP");
    return probe
        .put("timeoutSeconds", timeoutSeconds)
        .put("periodSeconds", periodSeconds)
        .put("successThreshold", 1)
        .put("failureThreshold", failureThreshold);
  }

  /// A CPU limit stays where there was one, for a quota may demand it.
  private static ObjectNode resources(JsonNode original) {
    ObjectNode resources = JSON.objectNode();
    ObjectNode limits = resources.putObject("limits");
    JsonNode cpuLimit = original.at("/limits/cpu");
    if (!cpuLimit.isMissingNode()) {
      limits.set("cpu", cpuLimit.deepCopy());
    }
    limits.put("memory", "256Mi");
    resources.putObject("requests").put("cpu", "10m").put("memory", "64Mi");
    return resources;
  }
}
