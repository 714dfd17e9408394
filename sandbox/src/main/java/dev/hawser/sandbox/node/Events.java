package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.RandomSuffix;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Optional;

/// Events about objects; one that repeats is counted, not written again.
final class Events {
  private final Store store;

  Events(Store store) {
    this.store = store;
  }

  void normal(ObjectKind kind, ObjectNode object, String reason, String message) {
    record(kind, object, "Normal", reason, message);
  }

  void warning(ObjectKind kind, ObjectNode object, String reason, String message) {
    record(kind, object, "Warning", reason, message);
  }

  private void record(
      ObjectKind kind, ObjectNode object, String type, String reason, String message) {
    String namespace = Json.text(object, "/metadata/namespace");
    String uid = Json.text(object, "/metadata/uid");
    Optional<ObjectNode> same =
        store.list(ObjectKind.EVENT, namespace).stream()
            .filter(event -> Json.text(event, "/involvedObject/uid").equals(uid))
            .filter(event -> Json.text(event, "/reason").equals(reason))
            .filter(event -> Json.text(event, "/message").equals(message))
            .findFirst();
    try {
      if (same.isPresent()) {
        repeat(ObjectKey.of(ObjectKind.EVENT, same.get()));
      } else {
        store.create(ObjectKind.EVENT, namespace, event(kind, object, type, reason, message));
      }
    } catch (StatusException namespaceIsGoing) {
      // and its events with it
    }
  }

  private void repeat(ObjectKey event) {
    store.update(
        event,
        Part.OBJECT,
        object ->
            object
                .put("count", Json.number(object, "/count", 1) + 1)
                .put("lastTimestamp", Json.now()));
  }

  private static ObjectNode event(
      ObjectKind kind, ObjectNode object, String type, String reason, String message) {
    ObjectNode event = Json.object();
    String name = Json.text(object, "/metadata/name");
    Json.metadata(event).put("name", name + "." + RandomSuffix.next() + RandomSuffix.next());
    event
        .putObject("involvedObject")
        .put("kind", kind.kind())
        .put("apiVersion", kind.apiVersion())
        .put("namespace", Json.text(object, "/metadata/namespace"))
        .put("name", name)
        .put("uid", Json.text(object, "/metadata/uid"));
    event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
    event.put("firstTimestamp", Json.now()).put("lastTimestamp", Json.now());
    event.putObject("source").put("component", "hawser-sandbox");
    return event;
  }
}
