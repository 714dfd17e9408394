package dev.hawser.cli.connect;

import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which local port gets what arrives at which port of the container.
final class InboundPorts {
  private InboundPorts() {}

  /// The same port as the container's, unless the user asked for another.
  static List<InboundPort> choose(ResolvedTarget target, List<PortMapping> asked) {
    List<Integer> containerPorts =
        target.inboundPorts().stream().map(port -> port.containerPort()).toList();
    Map<Integer, Integer> localByContainer = new HashMap<>();
    for (PortMapping mapping : asked) {
      int container = containerPort(mapping, containerPorts, target);
      if (localByContainer.put(container, mapping.local()) != null) {
        throw usage(
            "port %d of container %s is mapped twice".formatted(container, target.container()),
            "give --port once for each port of the container");
      }
    }
    List<InboundPort> chosen = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (int container : containerPorts) {
      int local = localByContainer.getOrDefault(container, container);
      if (!taken.add(local)) {
        throw usage(
            "two ports of container %s would come to local port %d"
                .formatted(target.container(), local),
            "give each its own with --port LOCAL:CONTAINER");
      }
      chosen.add(new InboundPort(container, local));
    }
    return chosen;
  }

  private static int containerPort(
      PortMapping mapping, List<Integer> containerPorts, ResolvedTarget target) {
    if (mapping.container().isEmpty() && containerPorts.size() == 1) {
      return containerPorts.getFirst();
    }
    int container = mapping.container().orElse(-1);
    if (!containerPorts.contains(container)) {
      String known = containerPorts.stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw usage(
          mapping.container().isEmpty()
              ? "--port %d does not say which port of container %s it means"
                  .formatted(mapping.local(), target.container())
              : "%s does not lead to port %d of container %s"
                  .formatted(target.name(), container, target.container()),
          "write --port LOCAL:CONTAINER with one of " + known);
    }
    return container;
  }

  private static RuntimeException usage(String what, String advice) {
    return new Failure(FailureKind.USAGE, what, advice).asException();
  }
}
