package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;

/// What a pod's status says of one container.
///
/// @param state `waiting`, `running` or `terminated`, as the API writes it
/// @param lastState the same of the run before
/// @param id of the present run; empty before the first
record ContainerState(
    String name,
    String image,
    ObjectNode state,
    ObjectNode lastState,
    boolean ready,
    int restarts,
    String id) {

  /// Whether an init container is one that stays.
  static boolean isSidecar(JsonNode initContainer) {
    return Json.text(initContainer, "/restartPolicy").equals("Always");
  }

  static ContainerState waiting(String name, String image) {
    return new ContainerState(
        name, image, waitingState("ContainerCreating", ""), Json.object(), false, 0, "");
  }

  ContainerState waitsFor(String reason, String message) {
    return new ContainerState(
        name, image, waitingState(reason, message), lastState, false, restarts, id);
  }

  ContainerState runs(String newId) {
    ObjectNode running = Json.object();
    running.putObject("running").put("startedAt", Json.now());
    boolean again = !id.isEmpty();
    ObjectNode last = state.has("terminated") ? state : lastState;
    return new ContainerState(
        name, image, running, last, false, again ? restarts + 1 : restarts, newId);
  }

  ContainerState isReady(boolean nowReady) {
    return new ContainerState(name, image, state, lastState, nowReady, restarts, id);
  }

  ContainerState ended(int exitCode, String reason, String message) {
    ObjectNode terminated = Json.object();
    ObjectNode details = terminated.putObject("terminated");
    details.put("exitCode", exitCode).put("reason", reason);
    if (!message.isEmpty()) {
      details.put("message", message);
    }
    details.put("startedAt", Json.text(state, "/running/startedAt"));
    details.put("finishedAt", Json.now()).put("containerID", id);
    return new ContainerState(name, image, terminated, terminated, false, restarts, id);
  }

  boolean isRunning() {
    return state.has("running");
  }

  boolean hasStarted() {
    return !id.isEmpty();
  }

  ObjectNode toStatus() {
    ObjectNode status = Json.object();
    status.put("name", name).put("image", image);
    status.put("imageID", hasStarted() ? "hawser-sandbox/" + image : "");
    if (hasStarted()) {
      status.put("containerID", id);
    }
    status.put("ready", ready).put("started", isRunning()).put("restartCount", restarts);
    status.set("state", state.deepCopy());
    status.set("lastState", state.has("terminated") ? Json.object() : lastState.deepCopy());
    return status;
  }

  private static ObjectNode waitingState(String reason, String message) {
    ObjectNode waiting = Json.object();
    ObjectNode details = waiting.putObject("waiting").put("reason", reason);
    if (!message.isEmpty()) {
      details.put("message", message);
    }
    return waiting;
  }
}
