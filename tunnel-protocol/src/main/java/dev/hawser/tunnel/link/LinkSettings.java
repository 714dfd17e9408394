package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.session.SessionSettings;
import dev.hawser.tunnel.session.StreamAcceptor;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// What one end brings to its links and the sessions over them.
///
/// @param role which end this is
/// @param security empty only where speed without encryption is compared
/// @param acceptor decides about the streams that the peer opens
/// @param observer hears what happens
/// @param grace how long streams wait for another link when one is lost
public record LinkSettings(
    Role role,
    Optional<LinkSecurity> security,
    StreamAcceptor acceptor,
    TunnelObserver observer,
    Duration grace) {
  public static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);

  SessionSettings session(UUID id, int lane, ByteBufAllocator allocator) {
    return new SessionSettings(
        role, lane, id, acceptor, observer, grace, allocator, InstantSource.system());
  }
}
