package dev.hawser.endpoint.outbound;

import dev.hawser.tunnel.frame.Destination;
import java.util.List;
import java.util.Optional;

/// A Service of the cluster, as far as a process that calls it needs to know.
public record ClusterService(String name, String namespace, List<Port> ports) {

  /// @param name the port's name in the Service, if it has one
  /// @param number the Service's port, not the pod's
  public record Port(Optional<String> name, int number) {}

  public ClusterService {
    ports = List.copyOf(ports);
  }

  /// As a pod in any namespace names it: the search path of its resolver adds the cluster's domain.
  public Destination destination(Port port) {
    return Destination.tcp(name + "." + namespace, port.number());
  }
}
