package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.InboundPort;
import java.util.List;

/// Ports below 1024 for an agent that is not root: many images serve port 80 as root, which the
/// agent is not. A sysctl of the pod's own network allows it; it is among the safe ones, and even
/// `restricted` PodSecurity lets it pass. A pod on its node's network must not set it.
final class LowPorts {
  private static final String SECURITY_CONTEXT = DeploymentJson.POD + "/securityContext";
  private static final String SYSCTLS = SECURITY_CONTEXT + "/sysctls";
  private static final String NAME = "net.ipv4.ip_unprivileged_port_start";
  private static final int FIRST_ORDINARY = 1024;
  private static final ObjectNode OURS =
      JsonNodeFactory.instance.objectNode().put("name", NAME).put("value", "0");

  private LowPorts() {}

  /// Whether the pod must be changed for the agent to have these ports.
  static boolean needed(DeploymentJson deployment, List<InboundPort> ports) {
    return ports.stream().anyMatch(port -> port.containerPort() < FIRST_ORDINARY)
        && !deployment.root().at(DeploymentJson.POD + "/hostNetwork").asBoolean()
        && indexOf(deployment.root().at(SYSCTLS)) < 0;
  }

  static void allow(JsonPatch patch, DeploymentJson deployment) {
    if (deployment.root().at(SECURITY_CONTEXT).isMissingNode()) {
      patch.add(SECURITY_CONTEXT, JsonNodeFactory.instance.objectNode());
    }
    if (deployment.root().at(SYSCTLS).isMissingNode()) {
      patch.add(SYSCTLS, JsonNodeFactory.instance.arrayNode());
    }
    patch.add(SYSCTLS + "/-", OURS);
  }

  /// Takes it back, unless somebody has made another value of it.
  static void forbid(JsonPatch patch, DeploymentJson deployment) {
    JsonNode sysctls = deployment.root().at(SYSCTLS);
    int index = indexOf(sysctls);
    if (index < 0 || !sysctls.get(index).equals(OURS)) {
      return;
    }
    if (sysctls.size() > 1) {
      patch.remove(SYSCTLS + "/" + index);
    } else {
      // the API server makes an empty object of an absent one
      boolean alone = deployment.root().at(SECURITY_CONTEXT).size() == 1;
      patch.remove(alone ? SECURITY_CONTEXT : SYSCTLS);
    }
  }

  private static int indexOf(JsonNode sysctls) {
    for (int i = 0; i < sysctls.size(); i++) {
      if (sysctls.get(i).path("name").asText().equals(NAME)) {
        return i;
      }
    }
    return -1;
  }
}
