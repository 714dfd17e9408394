package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.session.StreamAcceptor;
import java.util.Optional;

/// What one end brings to a link.
///
/// @param role which end this is
/// @param security empty only where speed without encryption is compared
/// @param acceptor decides about the streams that the peer opens
/// @param observer hears what happens
public record LinkSettings(
    Role role, Optional<LinkSecurity> security, StreamAcceptor acceptor, TunnelObserver observer) {}
