package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Change;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A watch of one client: the store's changes as the client's selectors see them.
record Watch(ResourcePath path, Predicate<JsonNode> selector, String since) {

  static Watch of(ResourcePath path, Query query) {
    if (query.is("sendInitialEvents")) {
      throw StatusException.of(
          422, "Invalid", "sendInitialEvents: Forbidden: the sandbox has no streaming lists");
    }
    String since = query.text("resourceVersion");
    if (!since.matches("\\d{0,18}")) {
      throw StatusException.badRequest("invalid resource version: " + since);
    }
    return new Watch(path, query.selector(path), since);
  }

  /// @param events takes each event, under the store's lock
  Store.Subscription start(Store store, Consumer<ObjectNode> events) {
    Consumer<Change> listener =
        change -> {
          ObjectNode event = event(change);
          if (event != null) {
            events.accept(event);
          }
        };
    if (since.isEmpty() || since.equals("0")) {
      return store.listenWithState(path.kind(), listener);
    }
    try {
      return store.listenSince(Long.parseLong(since), listener);
    } catch (StatusException expired) {
      events.accept(event("ERROR", expired.toStatus()));
      return () -> {};
    }
  }

  private @Nullable ObjectNode event(Change change) {
    if (change.key().kind() != path.kind()) {
      return null;
    }
    boolean before = change.before().filter(selector).isPresent();
    boolean after = change.after().filter(selector).isPresent();
    if (after) {
      return event(before ? "MODIFIED" : "ADDED", change.after().orElseThrow());
    }
    if (!before) {
      return null;
    }
    ObjectNode last = change.before().orElseThrow().deepCopy();
    Json.metadata(last).put("resourceVersion", String.valueOf(change.version()));
    return event("DELETED", last);
  }

  private static ObjectNode event(String type, ObjectNode object) {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    return event;
  }
}
