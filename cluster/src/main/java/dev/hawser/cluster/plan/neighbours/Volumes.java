package dev.hawser.cluster.plan.neighbours;

import java.util.stream.Stream;

/// Volumes that live and die with a pod.
final class Volumes {
  private Volumes() {}

  static Stream<String> warnings(Scene scene) {
    return scene
        .podSpec()
        .path("volumes")
        .valueStream()
        .filter(volume -> volume.has("ephemeral"))
        .map(
            volume ->
                "volume %s is made anew for every pod: agents begin with an empty one, and what originals keep there is lost"
                    .formatted(volume.path("name").asText()));
  }
}
