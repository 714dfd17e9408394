package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.util.List;
import java.util.TreeSet;

/// The agent's own ports, none of which any container of the pod is known to use.
record AgentPorts(int tunnel, int probe) {

  static AgentPorts choose(JsonNode podSpec, List<InboundPort> inbound) {
    TreeSet<Integer> taken = new TreeSet<>();
    inbound.forEach(port -> taken.add(port.containerPort()));
    for (String containers : List.of("containers", "initContainers")) {
      for (JsonNode container : podSpec.path(containers)) {
        container.path("ports").forEach(port -> taken.add(port.path("containerPort").asInt()));
      }
    }
    int tunnel = free(AgentSettings.DEFAULT_TUNNEL_PORT, taken);
    taken.add(tunnel);
    return new AgentPorts(tunnel, free(AgentSettings.DEFAULT_PROBE_PORT, taken));
  }

  private static int free(int first, TreeSet<Integer> taken) {
    int port = first;
    while (taken.contains(port)) {
      port++;
    }
    return port;
  }
}
