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

  /// Connections in a row: one may find an agent while others still find an original.
  private static final int ENOUGH = 3;

  private Arrival() {}

  /// @return false if the limit passed before connections arrived
  static boolean await(Endpoint endpoint, ClusterService service) throws InterruptedException {
    long startedNs = System.nanoTime();
    int inARow = 0;
    while (true) {
      inARow = anyPortArrives(endpoint, service) ? inARow + 1 : 0;
      if (inARow == ENOUGH) {
        return true;
      }
      if (System.nanoTime() - startedNs > LIMIT.toNanos()) {
        return false;
      }
      Thread.sleep(PAUSE);
    }
  }

  /// Of a Service with several ports, some may lead to other containers.
  private static boolean anyPortArrives(Endpoint endpoint, ClusterService service) {
    return service.ports().stream().anyMatch(port -> endpoint.arrives(service, port, ONE_TRY));
  }
}
