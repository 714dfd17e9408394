package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;

/// The `conditions` of a status, each with the time at which it last turned.
public final class Conditions {
  private Conditions() {}

  /// @param before the conditions as they stand, of which an unturned one keeps its time
  public static void add(
      ArrayNode conditions, ArrayNode before, String type, boolean holds, String reason) {
    String status = holds ? "True" : "False";
    String since = Json.now();
    for (JsonNode old : before) {
      if (Json.text(old, "/type").equals(type) && Json.text(old, "/status").equals(status)) {
        since = Json.text(old, "/lastTransitionTime");
      }
    }
    ObjectNode condition = conditions.addObject();
    condition.put("type", type).put("status", status).put("lastTransitionTime", since);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
  }
}
