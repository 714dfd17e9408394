package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.tunnel.bootstrap.AgentSettings;

/// Variables such as `JAVA_TOOL_OPTIONS`, which the agent's JVM would obey as the original's did,
/// and fail where they name files of the original's image. They keep their values under other
/// names.
final class SteeringVariables {
  private SteeringVariables() {}

  static void rename(JsonPatch patch, String containerPath, JsonNode container) {
    JsonNode variables = container.path("env");
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).path("name").asText();
      if (AgentSettings.STEERING_JVMS.contains(name)) {
        patch.add(nameOf(containerPath, i), TextNode.valueOf(AgentSettings.KEPT + name));
      }
    }
  }

  static void giveNamesBack(JsonPatch patch, String containerPath, JsonNode container) {
    JsonNode variables = container.path("env");
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).path("name").asText();
      if (name.startsWith(AgentSettings.KEPT)) {
        patch.add(
            nameOf(containerPath, i),
            TextNode.valueOf(name.substring(AgentSettings.KEPT.length())));
      }
    }
  }

  private static String nameOf(String containerPath, int index) {
    return "%s/env/%d/name".formatted(containerPath, index);
  }
}
