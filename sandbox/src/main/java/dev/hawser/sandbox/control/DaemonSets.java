package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives every DaemonSet its pod on the only node, and tells in its status how far it is.
final class DaemonSets {
  private static final String GENERATION = "pod-template-generation";

  private final Store store;
  private final Revisions revisions;

  DaemonSets(Store store) {
    this.store = store;
    this.revisions = new Revisions(store, ObjectKind.DAEMON_SET);
  }

  void reconcile() {
    for (ObjectNode set : store.list(ObjectKind.DAEMON_SET)) {
      ObjectNode revision = revisions.latest(set);
      String hash = Revisions.hash(revision);
      replace(set, revision);
      writeStatus(set, hash);
      Set<String> alive = new HashSet<>(Set.of(Revisions.name(revision)));
      pods(set).forEach(pod -> alive.add(Json.text(set, "/metadata/name") + "-" + hash(pod)));
      revisions.forget(set, alive);
    }
  }

  /// Oldest first; a time of creation has whole seconds.
  private List<ObjectNode> pods(ObjectNode set) {
    return Ownership.owned(store.list(ObjectKind.POD, namespace(set)), set).stream()
        .sorted(
            Comparator.<ObjectNode, String>comparing(
                    pod -> Json.text(pod, "/metadata/creationTimestamp"))
                .thenComparingInt(pod -> Json.number(pod, "/metadata/labels/" + GENERATION, 0))
                .thenComparing(pod -> Json.text(pod, "/metadata/name")))
        .toList();
  }

  private static String hash(ObjectNode pod) {
    return Json.text(pod, "/metadata/labels/" + Revisions.LABEL);
  }

  private void replace(ObjectNode set, ObjectNode revision) {
    List<ObjectNode> pods = pods(set);
    if (pods.isEmpty()) {
      create(set, revision);
      return;
    }
    List<ObjectNode> staying = pods.stream().filter(pod -> !Pods.isTerminating(pod)).toList();
    staying.stream().filter(Pods::hasEnded).forEach(this::delete);
    List<ObjectNode> running = staying.stream().filter(pod -> !Pods.hasEnded(pod)).toList();
    String wanted = Revisions.hash(revision);
    List<ObjectNode> updated = running.stream().filter(pod -> hash(pod).equals(wanted)).toList();
    List<ObjectNode> old = running.stream().filter(pod -> !hash(pod).equals(wanted)).toList();
    if (!Json.text(set, "/spec/updateStrategy/type").equals("RollingUpdate") || old.isEmpty()) {
      return;
    }
    if (!surges(set)) {
      old.forEach(this::delete); // the new one is made when it is gone
    } else if (updated.isEmpty()) {
      create(set, revision);
    } else if (updated.stream().anyMatch(Pods::isReady) || old.stream().noneMatch(Pods::isReady)) {
      old.forEach(this::delete);
    }
  }

  private static boolean surges(ObjectNode set) {
    JsonNode surge = set.at("/spec/updateStrategy/rollingUpdate/maxSurge");
    return !surge.asText("0").replace("%", "").equals("0");
  }

  private void create(ObjectNode set, ObjectNode revision) {
    ObjectNode pod = PodTemplates.pod(ObjectKind.DAEMON_SET, set, Revisions.template(revision));
    Json.metadata(pod)
        .put("generateName", Json.text(set, "/metadata/name") + "-")
        .withObject("/labels")
        .put(Revisions.LABEL, Revisions.hash(revision))
        .put(GENERATION, Json.text(set, "/metadata/generation"));
    store.create(ObjectKind.POD, namespace(set), pod);
  }

  private void delete(ObjectNode pod) {
    store.delete(ObjectKey.of(ObjectKind.POD, pod), -1, false);
  }

  /// As the controller does, of the oldest pod on the node.
  private void writeStatus(ObjectNode set, String hash) {
    List<ObjectNode> pods = pods(set);
    List<ObjectNode> oldest = pods.stream().limit(1).toList();
    int ready = (int) oldest.stream().filter(Pods::hasReadyCondition).count();
    ObjectNode status = Json.object();
    status.put("currentNumberScheduled", oldest.size());
    status.put("numberMisscheduled", 0).put("desiredNumberScheduled", 1);
    status.put("numberReady", ready);
    status.put("observedGeneration", Json.number(set, "/metadata/generation", 0));
    int updated = (int) oldest.stream().filter(pod -> hash(pod).equals(hash)).count();
    Json.putIfAny(status, "updatedNumberScheduled", updated);
    Json.putIfAny(status, "numberAvailable", ready);
    Json.putIfAny(status, "numberUnavailable", 1 - ready);
    store.update(
        ObjectKey.of(ObjectKind.DAEMON_SET, set),
        Part.STATUS,
        object -> {
          object.set("status", status);
          return object;
        });
  }

  private static String namespace(ObjectNode set) {
    return Json.text(set, "/metadata/namespace");
  }
}
