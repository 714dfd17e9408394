package dev.hawser.endpoint;

import dev.hawser.tunnel.security.SessionCertificate;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// What an endpoint is told at its start.
///
/// @param certificate that this session's agents are to trust
/// @param clusterId tells clusters apart and is the same in every session with one, so that its
///     services keep their loopback addresses
/// @param namespace of the replaced container
/// @param inbound the ports of the replaced container that the local process serves
/// @param grace how long connections wait for the line when it breaks
/// @param metricsPort of `/metrics` on 127.0.0.1; 0 for any free one, empty for none
public record EndpointSettings(
    SessionCertificate certificate,
    String clusterId,
    String namespace,
    List<InboundPort> inbound,
    Duration grace,
    OptionalInt metricsPort) {

  public EndpointSettings {
    inbound = List.copyOf(inbound);
  }
}
