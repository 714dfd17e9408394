package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// Originals that are not ready: whatever keeps them from it was there before the session, and may
/// keep the agents too.
final class Unready {
  private Unready() {}

  static Stream<String> warnings(Scene scene) {
    JsonNode status = scene.before().path("status");
    if (status.isEmpty()) {
      return Stream.empty(); // no controller has looked at it yet
    }
    return switch (scene.workload().kind()) {
      case DEPLOYMENT, STATEFUL_SET, REPLICA_SET ->
          of(scene.before().at("/spec/replicas").asInt(1), status.path("readyReplicas").asInt(0));
      case DAEMON_SET ->
          of(status.path("desiredNumberScheduled").asInt(0), status.path("numberReady").asInt(0));
      case POD -> of(1, isReady(status) ? 1 : 0);
    };
  }

  private static boolean isReady(JsonNode status) {
    return status
        .path("conditions")
        .valueStream()
        .anyMatch(
            one ->
                one.path("type").asText().equals("Ready")
                    && one.path("status").asText().equals("True"));
  }

  private static Stream<String> of(int wanted, int ready) {
    if (ready >= wanted) {
      return Stream.empty();
    }
    return Stream.of(
        "%d of its %d pods %s not ready: what keeps them from it may keep the agents too"
            .formatted(wanted - ready, wanted, wanted - ready == 1 ? "is" : "are"));
  }
}
