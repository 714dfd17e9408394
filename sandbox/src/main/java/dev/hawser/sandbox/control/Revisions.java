package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The templates that a StatefulSet or DaemonSet has had, as ControllerRevisions: of one of them is
/// each pod.
final class Revisions {
  /// On pods: the revision's name of a StatefulSet's, its hash of a DaemonSet's.
  static final String LABEL = "controller-revision-hash";

  private static final String HASH_LABEL = "controller.kubernetes.io/hash";

  private final Store store;
  private final ObjectKind kind;

  Revisions(Store store, ObjectKind kind) {
    this.store = store;
    this.kind = kind;
  }

  static String name(ObjectNode revision) {
    return Json.text(revision, "/metadata/name");
  }

  static String hash(ObjectNode revision) {
    return Json.metadata(revision).path("labels").path(HASH_LABEL).asText();
  }

  /// The workload as it was then.
  static ObjectNode template(ObjectNode revision) {
    return PodTemplates.template(revision.path("data"));
  }

  /// That of the present template: made, or brought to the top, if it is not the latest.
  ObjectNode latest(ObjectNode workload) {
    List<ObjectNode> all = all(workload);
    int newest = all.isEmpty() ? 0 : number(all.getLast());
    ObjectNode template = comparable(PodTemplates.template(workload));
    Optional<ObjectNode> same =
        all.stream().filter(one -> comparable(template(one)).equals(template)).findFirst();
    if (same.isEmpty()) {
      return create(workload, newest + 1);
    }
    ObjectNode found = same.get();
    return number(found) == newest
        ? found
        : store.update(
            ObjectKey.of(ObjectKind.CONTROLLER_REVISION, found),
            Part.OBJECT,
            revision -> revision.put("revision", newest + 1));
  }

  Optional<ObjectNode> named(ObjectNode workload, String name) {
    return all(workload).stream().filter(revision -> name(revision).equals(name)).findFirst();
  }

  /// Deletes the oldest beyond the history that the workload wants.
  ///
  /// @param alive names of those that are no history
  void forget(ObjectNode workload, Set<String> alive) {
    List<ObjectNode> history =
        all(workload).stream().filter(revision -> !alive.contains(name(revision))).toList();
    int kept = Json.number(workload, "/spec/revisionHistoryLimit", 10);
    history.stream()
        .limit(Math.max(0, history.size() - kept))
        .forEach(one -> store.remove(ObjectKey.of(ObjectKind.CONTROLLER_REVISION, one)));
  }

  private List<ObjectNode> all(ObjectNode workload) {
    return Ownership.owned(store.list(ObjectKind.CONTROLLER_REVISION), workload).stream()
        .sorted(Comparator.comparingInt(Revisions::number))
        .toList();
  }

  private static int number(ObjectNode revision) {
    return Json.number(revision, "/revision", 0);
  }

  private static ObjectNode comparable(ObjectNode template) {
    Json.dropEmpty(template);
    return template;
  }

  private ObjectNode create(ObjectNode workload, int number) {
    ObjectNode template = PodTemplates.template(workload);
    String hash = PodTemplates.hash(Json.object().set(kind.kind(), template));
    ObjectNode revision = Json.object();
    ObjectNode metadata = Json.metadata(revision);
    metadata.put("name", Json.text(workload, "/metadata/name") + "-" + hash);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    metadata.withObject("/labels").put(HASH_LABEL, hash);
    Ownership.set(revision, kind, workload);
    revision.withObject("/data/spec").set("template", template);
    revision.put("revision", number);
    String namespace = Json.text(workload, "/metadata/namespace");
    return store.create(ObjectKind.CONTROLLER_REVISION, namespace, revision);
  }
}
