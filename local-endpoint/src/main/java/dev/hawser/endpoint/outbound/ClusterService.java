package dev.hawser.endpoint.outbound;

import dev.hawser.tunnel.frame.Destination;
import java.util.List;
import java.util.Optional;

/// A Service of the cluster, as far as a process that calls it needs to know.
///
/// @param namespace empty for a host outside the cluster, whose name is the whole one
public record ClusterService(String name, String namespace, List<Port> ports) {

  /// @param name the port's name in the Service, if it has one
  /// @param number the Service's port, not the pod's
  public record Port(Optional<String> name, int number) {}

  public ClusterService {
    ports = List.copyOf(ports);
  }

  /// A host outside the cluster, as a pod names it.
  public static ClusterService outside(String host, List<Integer> ports) {
    return new ClusterService(
        host, "", ports.stream().map(port -> new Port(Optional.empty(), port)).toList());
  }

  public boolean isOutside() {
    return namespace.isEmpty();
  }

  /// As a pod in any namespace names it: the search path of its resolver adds the cluster's domain.
  public Destination destination(Port port) {
    return Destination.tcp(isOutside() ? name : name + "." + namespace, port.number());
  }
}
