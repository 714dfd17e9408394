package dev.hawser.endpoint.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// A Service of the cluster that is reachable on this machine.
///
/// @param address a loopback address of its own; 127.0.0.1 where the machine has no other
/// @param ports in the Service's order, without those that could not be bound at all
public record PublishedService(ClusterService service, InetAddress address, List<Port> ports) {

  public PublishedService {
    ports = List.copyOf(ports);
  }

  /// @param number the Service's port
  /// @param bound the port of the local listener
  /// @param whyOther why that is not the Service's port, if it is not
  public record Port(Optional<String> name, int number, int bound, Optional<String> whyOther) {}

  /// Whether a caller that knows name and port reaches it without being told another port.
  public boolean hasRealPorts() {
    return ports.stream().allMatch(port -> port.number() == port.bound());
  }
}
