package dev.hawser.cluster;

import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.target.Workload;
import java.time.Duration;
import java.util.Optional;

/// What there is of a session in the cluster, whosever it is.
///
/// @param record the mark on the workload; empty before the change and after the undo
/// @param lease empty if it was deleted, or the session could have none
/// @param heartbeat how long ago it was last seen to be renewed; empty if that was not seen
public record FoundSession(
    Workload workload,
    Optional<SessionRecord> record,
    Optional<WorkloadLease> lease,
    Optional<Duration> heartbeat) {

  /// `user@host`.
  public String owner() {
    return lease
        .map(one -> one.holder().owner())
        .or(() -> record.map(SessionRecord::owner))
        .orElse("");
  }
}
