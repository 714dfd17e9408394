package dev.hawser.endpoint.outbound;

import dev.hawser.tunnel.frame.Destination;
import java.util.List;
import java.util.Optional;

/// Something of the cluster that a process calls by name: a Service, or one pod behind a headless
/// Service.
///
/// @param name as callers in the same namespace write it: `stock`, or `db-0.db` for a pod
/// @param ports at which callers find it: a Service's own; those of its pods where it is headless
/// @param host what the agent dials, as any pod could
public record ClusterService(String name, String namespace, List<Port> ports, String host) {

  /// @param name the port's name in the Service, if it has one
  /// @param number as callers give it
  public record Port(Optional<String> name, int number) {}

  public ClusterService {
    ports = List.copyOf(ports);
  }

  /// One that the agent dials by its own name.
  public ClusterService(String name, String namespace, List<Port> ports) {
    this(name, namespace, ports, name + "." + namespace);
  }

  /// As a pod in any namespace names it: the search path of its resolver adds the cluster's domain.
  public String qualifiedName() {
    return name + "." + namespace;
  }

  /// The shortest name by which a process of that namespace calls it.
  public String nameIn(String callers) {
    return namespace.equals(callers) ? name : qualifiedName();
  }

  /// Whether it is a pod: names of Services have no dots.
  public boolean isPod() {
    return name.indexOf('.') >= 0;
  }

  public Destination destination(Port port) {
    return Destination.tcp(host, port.number());
  }
}
