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
  private static final String NAME = "net.ipv4.ip_unprivileged_port_start";
  private static final int FIRST_ORDINARY = 1024;
  private static final ObjectNode OURS =
      JsonNodeFactory.instance.objectNode().put("name", NAME).put("value", "0");

  private LowPorts() {}

  /// Whether the pod must be changed for the agent to have these ports.
  static boolean needed(WorkloadJson workload, List<InboundPort> ports) {
    return ports.stream().anyMatch(port -> port.containerPort() < FIRST_ORDINARY)
        && !workload.root().at(workload.pod() + "/hostNetwork").asBoolean()
        && indexOf(workload.root().at(sysctls(workload))) < 0;
  }

  static void allow(JsonPatch patch, WorkloadJson workload) {
    if (workload.root().at(securityContext(workload)).isMissingNode()) {
      patch.add(securityContext(workload), JsonNodeFactory.instance.objectNode());
    }
    if (workload.root().at(sysctls(workload)).isMissingNode()) {
      patch.add(sysctls(workload), JsonNodeFactory.instance.arrayNode());
    }
    patch.add(sysctls(workload) + "/-", OURS);
  }

  /// Takes it back, unless somebody has made another value of it.
  static void forbid(JsonPatch patch, WorkloadJson workload) {
    JsonNode sysctls = workload.root().at(sysctls(workload));
    int index = indexOf(sysctls);
    if (index < 0 || !sysctls.get(index).equals(OURS)) {
      return;
    }
    if (sysctls.size() > 1) {
      patch.remove(sysctls(workload) + "/" + index);
    } else {
      // the API server makes an empty object of an absent one
      boolean alone = workload.root().at(securityContext(workload)).size() == 1;
      patch.remove(alone ? securityContext(workload) : sysctls(workload));
    }
  }

  private static String securityContext(WorkloadJson workload) {
    return workload.pod() + "/securityContext";
  }

  private static String sysctls(WorkloadJson workload) {
    return securityContext(workload) + "/sysctls";
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
