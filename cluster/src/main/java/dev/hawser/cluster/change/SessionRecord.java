package dev.hawser.cluster.change;

import dev.hawser.cluster.target.Workload;
import java.time.Duration;
import java.time.Instant;

/// A session, as its mark on a workload tells it to anybody.
///
/// @param session its id
/// @param owner `user@host`
/// @param grace for how long the session may be out of reach before it counts as dead
/// @param container the one that the agent has taken the place of
public record SessionRecord(
    Workload workload,
    String session,
    String owner,
    Instant startedAt,
    Duration grace,
    String container) {

  /// That of a workload with a mark, of a stand-in for a pod.
  static SessionRecord of(WorkloadJson marked) {
    return switch (marked.kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> UndoRecord.of(marked).session();
      case POD -> PodRecord.of(marked).session();
    };
  }
}
