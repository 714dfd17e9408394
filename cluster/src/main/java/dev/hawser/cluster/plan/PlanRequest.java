package dev.hawser.cluster.plan;

import dev.hawser.tunnel.security.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who wants to connect, and with what.
///
/// @param sessionId unique, and fit for an annotation
/// @param owner `user@host`, shown to others who find the session's mark
/// @param endpoint the certificate that the agents shall trust
/// @param image the agent's
/// @param direct whether agents are dialled straight, and where
/// @param grace for how long the session may be out of reach before it counts as dead
public record PlanRequest(
    String sessionId,
    String owner,
    Fingerprint endpoint,
    String image,
    Instant startedAt,
    Duration grace,
    Optional<DirectWay> direct) {}
