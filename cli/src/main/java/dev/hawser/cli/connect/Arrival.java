package dev.hawser.cli.connect;

import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.outbound.ClusterService;
import java.time.Duration;

/// Whether the cluster's traffic does arrive, as far as can be seen by making some. A rollout is
/// over a little before every node has heard of it.
final class Arrival {
  private static final Duration LIMIT = Duration.ofSeconds(8);
  private static final Duration ONE_TRY = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(25);

  /// Connections in a row for each agent and for one original, which a node may still send to
  /// among them: one connection in `agents + 1` finds it, so that all miss it once in 150 times.
  private static final int ENOUGH = 5;

  private static final int MOST_IN_A_ROW = 50;

  private Arrival() {}

  /// @param agents that serve
  /// @return false if the limit passed before connections arrived
  static boolean await(Endpoint endpoint, ClusterService service, int agents)
      throws InterruptedException {
    int wanted = Math.min(ENOUGH * (agents + 1), MOST_IN_A_ROW);
    long startedNs = System.nanoTime();
    int inARow = 0;
    while (inARow < wanted) {
      if (anyPortArrives(endpoint, service)) {
        inARow++;
      } else if (System.nanoTime() - startedNs < LIMIT.toNanos()) {
        inARow = 0;
        Thread.sleep(PAUSE);
      } else {
        return false;
      }
    }
    return true;
  }

  /// Of a Service with several ports, some may lead to other containers.
  private static boolean anyPortArrives(Endpoint endpoint, ClusterService service) {
    return service.ports().stream().anyMatch(port -> endpoint.arrives(service, port, ONE_TRY));
  }
}
