package dev.hawser.cluster.plan.neighbours;

import java.util.stream.Stream;

/// The workload's own way of replacing pods.
final class Strategy {
  private Strategy() {}

  static Stream<String> warnings(Scene scene) {
    return scene.before().at("/spec/strategy/type").asText().equals("Recreate")
        ? Stream.of(
            "its strategy is Recreate: the originals stop before the agents start, and the agents before the originals come back")
        : Stream.empty();
  }
}
