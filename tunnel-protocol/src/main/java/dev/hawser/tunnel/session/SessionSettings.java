package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/// What a session is made of.
///
/// @param role which end this is
/// @param lane which of the sessions that go beside each other
/// @param id made by the endpoint
/// @param acceptor decides about the streams that the peer opens
/// @param observer hears what happens
/// @param grace how long streams wait for another link when one is lost
/// @param allocator of frames
/// @param wall tells whether the machine slept
public record SessionSettings(
    Role role,
    int lane,
    UUID id,
    StreamAcceptor acceptor,
    TunnelObserver observer,
    Duration grace,
    ByteBufAllocator allocator,
    InstantSource wall) {}
