package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// The workload's own way of replacing pods, and ours where it has none.
final class Strategy {
  private Strategy() {}

  static Stream<String> warnings(Scene scene) {
    JsonNode spec = scene.before().path("spec");
    return switch (scene.workload().kind()) {
      case DEPLOYMENT ->
          spec.at("/strategy/type").asText().equals("Recreate")
              ? Stream.of(
                  "its strategy is Recreate: the originals stop before the agents start, and the agents before the originals come back")
              : Stream.empty();
      case STATEFUL_SET ->
          Stream.concat(
              changed(scene),
              Stream.of("its pods are replaced one at a time, each before its agent starts"));
      case DAEMON_SET ->
          scene.surge() == Surge.NEVER
              ? Stream.concat(
                  changed(scene), Stream.of("a node's pod is replaced before its agent starts"))
              : changed(scene);
      case REPLICA_SET ->
          Stream.of(
              "a ReplicaSet replaces no pods: they are deleted one after the other, each before its agent starts");
      case POD -> Stream.of("it comes back with a new UID, and perhaps on another node");
    };
  }

  private static Stream<String> changed(Scene scene) {
    JsonNode before = scene.before().at("/spec/updateStrategy");
    return before.equals(scene.after().at("/spec/updateStrategy"))
        ? Stream.empty()
        : Stream.of(
            "its update strategy (%s) keeps pods from being replaced: it is a rolling update of all of them until the session ends"
                .formatted(
                    before.path("type").asText().equals("OnDelete")
                        ? "OnDelete"
                        : "partition " + before.at("/rollingUpdate/partition").asInt()));
  }
}
