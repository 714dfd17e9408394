package dev.hawser.cli.report;

import dev.hawser.endpoint.outbound.PublishedService;
import java.util.List;

/// A Service that the local process reaches.
///
/// @param address on this machine
public record ServiceReport(String name, String namespace, String address, List<Port> ports) {

  /// @param number the Service's
  /// @param bound where this machine listens for it
  /// @param whyOther why that is another; empty if it is the same
  public record Port(int number, int bound, String whyOther) {}

  public ServiceReport {
    ports = List.copyOf(ports);
  }

  public static ServiceReport of(PublishedService published) {
    return new ServiceReport(
        published.service().name(),
        published.service().namespace(),
        published.address().getHostAddress(),
        published.ports().stream()
            .map(port -> new Port(port.number(), port.bound(), port.whyOther().orElse("")))
            .toList());
  }
}
