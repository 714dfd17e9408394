package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Every object of the cluster, in memory, with one resource version counter over all.
///
/// Any thread. Objects handed out are shared: copy before changing. Listeners are told under the
/// store's lock, in the order of writes, and must not block.
public final class Store {
  private static final int HISTORY = 10_000;

  private final ObjectRules rules;
  private final TreeMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long version = 1;
  private long forgotten = 0;

  public Store(ObjectRules rules) {
    this.rules = rules;
  }

  /// What an update may change: everything but the status and the mark of deletion, or only one of
  /// these.
  public enum Part {
    OBJECT,
    STATUS,
    DELETION
  }

  /// An end to being told of changes.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  public synchronized long version() {
    return version;
  }

  public synchronized Optional<ObjectNode> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  /// @throws StatusException 404
  public ObjectNode get(ObjectKey key) {
    return find(key).orElseThrow(() -> StatusException.notFound(key.kind(), key.name()));
  }

  public synchronized List<ObjectNode> list(ObjectKind kind) {
    return List.copyOf(
        objects.subMap(new ObjectKey(kind, "", ""), new ObjectKey(kind, "\uffff", "")).values());
  }

  public List<ObjectNode> list(ObjectKind kind, String namespace) {
    return list(kind).stream()
        .filter(object -> Json.text(object, "/metadata/namespace").equals(namespace))
        .toList();
  }

  public ObjectNode create(ObjectKind kind, String namespace, ObjectNode object) {
    return create(kind, namespace, object, false);
  }

  /// @param dryRun whether to leave everything as it is and only tell what would be
  public synchronized ObjectNode create(
      ObjectKind kind, String namespace, ObjectNode object, boolean dryRun) {
    if (kind.isNamespaced()) {
      ObjectNode home = get(new ObjectKey(ObjectKind.NAMESPACE, "", namespace));
      if (home.at("/metadata").has("deletionTimestamp")) {
        throw StatusException.forbidden(
            kind,
            Json.text(object, "/metadata/name"),
            "unable to create new content in namespace %s because it is being terminated"
                .formatted(namespace));
      }
    }
    ObjectNode fresh = rules.admitNew(kind, namespace, object.deepCopy());
    ObjectKey key = ObjectKey.of(kind, fresh);
    if (objects.containsKey(key)) {
      throw StatusException.alreadyExists(kind, key.name());
    }
    if (!dryRun) {
      write(key, Optional.empty(), fresh);
    }
    return fresh;
  }

  public ObjectNode update(ObjectKey key, Part part, UnaryOperator<ObjectNode> change) {
    return update(key, part, change, false);
  }

  /// Replaces the object by what `change` makes of a copy of it, in one step. Writes nothing when
  /// nothing changes.
  public synchronized ObjectNode update(
      ObjectKey key, Part part, UnaryOperator<ObjectNode> change, boolean dryRun) {
    ObjectNode before = get(key);
    ObjectNode after = rules.admitUpdate(key.kind(), part, before, change.apply(before.deepCopy()));
    if (after.equals(before)) {
      return before;
    }
    if (!dryRun) {
      write(key, Optional.of(before), after);
    }
    return after;
  }

  /// As a client deletes: pods and namespaces are only marked, for the node or the controller to
  /// end; the rest goes at once.
  ///
  /// @param graceSeconds for pods; negative for what the pod itself says
  public synchronized ObjectNode delete(ObjectKey key, int graceSeconds, boolean dryRun) {
    ObjectNode before = get(key);
    if (dryRun) {
      return before;
    }
    if (key.kind() != ObjectKind.POD && key.kind() != ObjectKind.NAMESPACE) {
      remove(key);
      return before;
    }
    return update(
        key,
        Part.DELETION,
        object -> {
          ObjectNode metadata = Json.metadata(object);
          if (!metadata.has("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Json.now());
          }
          if (key.kind() == ObjectKind.POD) {
            int own = Json.number(object, "/spec/terminationGracePeriodSeconds", 30);
            int asked = graceSeconds < 0 ? own : graceSeconds;
            int already = Json.number(metadata, "/deletionGracePeriodSeconds", asked);
            metadata.put("deletionGracePeriodSeconds", Math.min(asked, already));
          }
          return object;
        });
  }

  /// Ends the object, if it is there.
  public synchronized void remove(ObjectKey key) {
    ObjectNode before = objects.remove(key);
    if (before != null) {
      version++;
      ObjectNode last = before.deepCopy();
      Json.metadata(last).put("resourceVersion", String.valueOf(version));
      tell(new Change(version, key, Optional.of(last), Optional.empty()));
    }
  }

  /// Tells `listener` of every write from now on.
  public synchronized Subscription listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Tells `listener` of every write after version `since`, those gone by first.
  ///
  /// @throws StatusException 410 if that is longer ago than the store remembers
  public synchronized Subscription listenSince(long since, Consumer<Change> listener) {
    if (since < forgotten) {
      throw StatusException.of(
          410, "Expired", "too old resource version: %d (%d)".formatted(since, forgotten));
    }
    history.stream().filter(change -> change.version() > since).forEach(listener);
    return listen(listener);
  }

  /// Tells `listener` of every object of `kind` that is there, as if just made, then of every
  /// write.
  public synchronized Subscription listenWithState(ObjectKind kind, Consumer<Change> listener) {
    for (ObjectNode object : new ArrayList<>(list(kind))) {
      listener.accept(
          new Change(version, ObjectKey.of(kind, object), Optional.empty(), Optional.of(object)));
    }
    return listen(listener);
  }

  private void write(ObjectKey key, Optional<ObjectNode> before, ObjectNode after) {
    version++;
    Json.metadata(after).put("resourceVersion", String.valueOf(version));
    objects.put(key, after);
    tell(new Change(version, key, before, Optional.of(after)));
  }

  private void tell(Change change) {
    history.addLast(change);
    if (history.size() > HISTORY) {
      forgotten = history.removeFirst().version();
    }
    listeners.forEach(listener -> listener.accept(change));
  }
}
