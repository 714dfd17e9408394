package dev.hawser.endpoint.outbound;

import dev.hawser.tunnel.frame.Destination;
import java.util.List;
import java.util.Optional;

/// Something that a process calls by name: a Service of the cluster, one pod behind a headless
/// Service, or a host outside the cluster.
///
/// @param name as callers in the same namespace write it: `stock`, or `db-0.db` for a pod
/// @param namespace empty for a host outside the cluster, whose name is the whole one
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

  /// A host outside the cluster, as a pod names it.
  public static ClusterService outside(String host, List<Integer> ports) {
    return new ClusterService(
        host, "", ports.stream().map(port -> new Port(Optional.empty(), port)).toList(), host);
  }

  public boolean isOutside() {
    return namespace.isEmpty();
  }

  /// As a pod in any namespace names it: the search path of its resolver adds the cluster's domain.
  public String qualifiedName() {
    return isOutside() ? name : name + "." + namespace;
  }

  /// The shortest name by which a process of that namespace calls it.
  public String nameIn(String callers) {
    return namespace.equals(callers) ? name : qualifiedName();
  }

  /// Whether it is a pod: names of Services have no dots.
  public boolean isPod() {
    return !isOutside() && name.indexOf('.') >= 0;
  }

  public Destination destination(Port port) {
    return Destination.tcp(host, port.number());
  }
}
