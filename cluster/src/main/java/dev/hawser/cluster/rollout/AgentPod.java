package dev.hawser.cluster.rollout;

import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.security.Fingerprint;

/// An agent that runs and has told who it is.
///
/// @param name the pod's
/// @param containerId changes when the container is restarted, and the fingerprint with it
/// @param fingerprint of the only certificate to trust on a link to it
/// @param carrier opens byte pipes to its tunnel port
/// @param output what it prints
public record AgentPod(
    String name,
    String containerId,
    Fingerprint fingerprint,
    Carrier carrier,
    AgentOutput output) {}
