package dev.hawser.endpoint.names;

import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Published services for tests.
final class Services {
  private Services() {}

  static PublishedService published(String name, String namespace, String address)
      throws UnknownHostException {
    return new PublishedService(
        new ClusterService(
            name, namespace, List.of(new ClusterService.Port(Optional.empty(), 8000))),
        InetAddress.getByName(address),
        List.of(new PublishedService.Port(Optional.empty(), 8000, 8000, Optional.empty())));
  }
}
