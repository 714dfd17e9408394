package dev.hawser.cluster.reaper;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.lease.Pace;
import dev.hawser.cluster.target.Workload;
import java.time.Duration;
import java.util.Optional;

/// The reaper's process, in a pod of its own: `NAMESPACE WORKLOAD`, such as `shop deploy/orders`.
public final class Main {
  /// The agents of the session start at the same moment, and on the same nodes perhaps.
  private static final Duration COURTESY = Duration.ofSeconds(4);

  private Main() {}

  public static void main(String[] arguments) {
    Pace.REAL.pause(COURTESY);
    String namespace = arguments[0];
    Workload workload = Workload.parse(arguments[1], namespace).orElseThrow();
    try (Cluster cluster = Cluster.open(Optional.empty(), Optional.of(namespace))) {
      new Reaper(
              cluster.sessions().leases(),
              workload,
              () -> cluster.sessions().undoAnyones(workload),
              Pace.REAL,
              System.out::println)
          .watch();
    }
  }
}
