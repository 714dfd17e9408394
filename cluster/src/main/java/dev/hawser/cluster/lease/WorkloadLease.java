package dev.hawser.cluster.lease;

import dev.hawser.cluster.target.Workload;
import java.time.Duration;
import java.time.Instant;

/// The Lease of a workload, as it was read.
///
/// @param uid of this Lease; the next of the same workload has another
/// @param resourceVersion which a write must name, so that of two writers one is refused
/// @param since when the holder came, by the holder's own clock: to be shown, not to be reckoned
///     with
/// @param orphanAfter for how long it may go without renewal before it counts as abandoned
/// @param renewal changes with every renewal; says nothing by itself
public record WorkloadLease(
    Workload workload,
    String uid,
    String resourceVersion,
    Holder holder,
    Instant since,
    Duration orphanAfter,
    String renewal) {}
