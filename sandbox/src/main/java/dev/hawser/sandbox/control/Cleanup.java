package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Ends what has lost its owner or its namespace.
final class Cleanup {
  private final Store store;

  Cleanup(Store store) {
    this.store = store;
  }

  void reconcile() {
    for (ObjectNode namespace : store.list(ObjectKind.NAMESPACE)) {
      if (Pods.isTerminating(namespace)) {
        empty(namespace);
      }
    }
    Set<String> alive =
        kinds()
            .flatMap(kind -> store.list(kind).stream())
            .map(object -> Json.text(object, "/metadata/uid"))
            .collect(Collectors.toSet());
    kinds().forEach(kind -> endOrphans(kind, alive));
  }

  /// Those that own or are owned.
  private static Stream<ObjectKind> kinds() {
    return Stream.of(ObjectKind.values()).filter(kind -> kind != ObjectKind.EVENT);
  }

  private void endOrphans(ObjectKind kind, Set<String> alive) {
    for (ObjectNode object : store.list(kind)) {
      if (Ownership.isOrphan(object, alive) && !Pods.isTerminating(object)) {
        store.delete(ObjectKey.of(kind, object), -1, false);
      }
    }
  }

  private void empty(ObjectNode namespace) {
    String name = Json.text(namespace, "/metadata/name");
    ObjectKey key = ObjectKey.of(ObjectKind.NAMESPACE, namespace);
    store.update(
        key,
        Part.STATUS,
        object -> {
          object.putObject("status").put("phase", "Terminating");
          return object;
        });
    boolean empty = true;
    for (ObjectKind kind : ObjectKind.values()) {
      for (ObjectNode object : kind.isNamespaced() ? store.list(kind, name) : noObjects()) {
        empty &= kind != ObjectKind.POD;
        if (!Pods.isTerminating(object)) {
          store.delete(ObjectKey.of(kind, object), -1, false);
        }
      }
    }
    if (empty) {
      store.remove(key);
    }
  }

  private static List<ObjectNode> noObjects() {
    return List.of();
  }
}
