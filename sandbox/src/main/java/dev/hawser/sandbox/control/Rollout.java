package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One step of a Deployment from its old replica sets to the new one: pure arithmetic.
///
/// @param replicas how many pods are wanted
/// @param maxSurge how many more there may be meanwhile
/// @param maxUnavailable how many fewer may be available meanwhile
/// @param recreate whether the old pods must be gone before the first new one
record Rollout(int replicas, int maxSurge, int maxUnavailable, boolean recreate) {

  /// A replica set as the arithmetic sees it.
  ///
  /// @param desired its `spec.replicas`
  /// @param pods pods of it that exist, terminating ones too
  /// @param available ready pods of it
  record Generation(String name, int desired, int pods, int available) {}

  static Rollout of(JsonNode deployment) {
    int replicas = Json.number(deployment, "/spec/replicas", 1);
    JsonNode rolling = deployment.at("/spec/strategy/rollingUpdate");
    int surge = share(rolling.path("maxSurge"), replicas, true);
    int unavailable = share(rolling.path("maxUnavailable"), replicas, false);
    return new Rollout(
        replicas,
        surge,
        surge == 0 && unavailable == 0 ? 1 : unavailable,
        Json.text(deployment, "/spec/strategy/type").equals("Recreate"));
  }

  private static int share(JsonNode value, int replicas, boolean up) {
    String text = value.isMissingNode() || value.isNull() ? "25%" : value.asText();
    if (!text.endsWith("%")) {
      return Integer.parseInt(text);
    }
    int hundredths = replicas * Integer.parseInt(text.substring(0, text.length() - 1));
    return up ? Math.ceilDiv(hundredths, 100) : hundredths / 100;
  }

  /// The counts to change now; empty when there is nothing to do until pods change.
  ///
  /// @param old the older replica sets, oldest first
  Map<String, Integer> step(Generation current, List<Generation> old) {
    return recreate ? recreated(current, old) : rolled(current, old);
  }

  private Map<String, Integer> recreated(Generation current, List<Generation> old) {
    Map<String, Integer> changes = new LinkedHashMap<>();
    old.stream().filter(g -> g.desired() > 0).forEach(g -> changes.put(g.name(), 0));
    boolean gone = changes.isEmpty() && old.stream().allMatch(g -> g.pods() == 0);
    if (gone && current.desired() != replicas) {
      changes.put(current.name(), replicas);
    }
    return changes;
  }

  private Map<String, Integer> rolled(Generation current, List<Generation> old) {
    Map<String, Integer> changes = new LinkedHashMap<>();
    int desiredOfOld = old.stream().mapToInt(Generation::desired).sum();
    int room = replicas + maxSurge - desiredOfOld - current.desired();
    int target = current.desired();
    if (target > replicas) {
      target = replicas;
    } else if (room > 0) {
      target += Math.min(room, replicas - target);
    }
    if (target != current.desired()) {
      changes.put(current.name(), target);
    }
    int needed = replicas - maxUnavailable;
    int notYetAvailable = Math.max(0, target - current.available());
    int budget = desiredOfOld + target - needed - notYetAvailable;
    List<Generation> left = new ArrayList<>();
    for (Generation generation : old) { // pods that serve nobody go first
      int unhealthy = Math.max(0, generation.desired() - generation.available());
      int fewer = Math.clamp(budget, 0, unhealthy);
      budget -= fewer;
      left.add(shrunk(generation, fewer, changes));
    }
    int available = current.available() + left.stream().mapToInt(Generation::available).sum();
    int spare = Math.min(budget, available - needed);
    for (Generation generation : left) {
      int fewer = Math.clamp(spare, 0, generation.desired());
      spare -= fewer;
      shrunk(generation, fewer, changes);
    }
    return changes;
  }

  private static Generation shrunk(Generation from, int fewer, Map<String, Integer> changes) {
    if (fewer == 0) {
      return from;
    }
    int desired = from.desired() - fewer;
    changes.put(from.name(), desired);
    return new Generation(from.name(), desired, from.pods(), Math.min(from.available(), desired));
  }
}
