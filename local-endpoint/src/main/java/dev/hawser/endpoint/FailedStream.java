package dev.hawser.endpoint;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.metrics.StreamView;
import java.time.Instant;

/// A connection that did not come about, or was lost with its line.
public record FailedStream(Instant at, StreamView stream, ResetCode code) {}
