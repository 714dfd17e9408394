package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.util.stream.StreamSupport;

/// What controllers ask of a pod.
public final class Pods {
  private Pods() {}

  public static boolean isReady(JsonNode pod) {
    return !isTerminating(pod) && hasReadyCondition(pod);
  }

  /// The condition alone: a terminating pod may still have it.
  public static boolean hasReadyCondition(JsonNode pod) {
    return StreamSupport.stream(pod.at("/status/conditions").spliterator(), false)
        .anyMatch(c -> Json.text(c, "/type").equals("Ready") && isTrue(c));
  }

  public static boolean isTerminating(JsonNode pod) {
    return pod.at("/metadata").has("deletionTimestamp");
  }

  public static boolean hasEnded(JsonNode pod) {
    String phase = Json.text(pod, "/status/phase");
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /// Whether it counts as one of its replica set's.
  static boolean isActive(JsonNode pod) {
    return !isTerminating(pod) && !hasEnded(pod);
  }

  private static boolean isTrue(JsonNode condition) {
    return Json.text(condition, "/status").equals("True");
  }
}
