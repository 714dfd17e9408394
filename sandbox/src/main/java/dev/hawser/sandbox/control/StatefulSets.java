package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.control.Ordinals.Member;
import dev.hawser.sandbox.control.Ordinals.Step;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Gives every StatefulSet its pods, each with a number and a name for life, and tells in its
/// status how far it is.
final class StatefulSets {
  private static final String NAME_LABEL = "statefulset.kubernetes.io/pod-name";
  private static final String INDEX_LABEL = "apps.kubernetes.io/pod-index";

  private final Store store;
  private final Revisions revisions;

  StatefulSets(Store store) {
    this.store = store;
    this.revisions = new Revisions(store, ObjectKind.STATEFUL_SET);
  }

  void reconcile() {
    for (ObjectNode set : store.list(ObjectKind.STATEFUL_SET)) {
      reconcile(set);
    }
  }

  private void reconcile(ObjectNode set) {
    ObjectNode update = revisions.latest(set);
    ObjectNode current =
        revisions.named(set, Json.text(set, "/status/currentRevision")).orElse(update);
    for (Step step : Ordinals.of(set).next(members(set), Revisions.name(update))) {
      switch (step) {
        case Step.Create(int ordinal, boolean updated) ->
            create(set, ordinal, updated ? update : current);
        case Step.Delete(int ordinal) ->
            store.delete(
                new ObjectKey(ObjectKind.POD, namespace(set), podName(set, ordinal)), -1, false);
      }
    }
    writeStatus(set, Revisions.name(current), Revisions.name(update));
  }

  private List<ObjectNode> pods(ObjectNode set) {
    return Ownership.owned(store.list(ObjectKind.POD, namespace(set)), set);
  }

  private NavigableMap<Integer, Member> members(ObjectNode set) {
    NavigableMap<Integer, Member> members = new TreeMap<>();
    for (ObjectNode pod : pods(set)) {
      members.put(
          ordinal(pod),
          new Member(
              revision(pod),
              Pods.hasReadyCondition(pod),
              Pods.isTerminating(pod),
              Pods.hasEnded(pod)));
    }
    return members;
  }

  private static int ordinal(ObjectNode pod) {
    String name = Json.text(pod, "/metadata/name");
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private static String revision(ObjectNode pod) {
    return Json.text(pod, "/metadata/labels/" + Revisions.LABEL);
  }

  private void create(ObjectNode set, int ordinal, ObjectNode revision) {
    String name = podName(set, ordinal);
    ObjectNode pod = PodTemplates.pod(ObjectKind.STATEFUL_SET, set, Revisions.template(revision));
    ObjectNode metadata = Json.metadata(pod).put("name", name);
    metadata
        .withObject("/labels")
        .put(Revisions.LABEL, Revisions.name(revision))
        .put(NAME_LABEL, name)
        .put(INDEX_LABEL, String.valueOf(ordinal));
    ObjectNode spec = pod.withObject("/spec").put("hostname", name);
    String serviceName = Json.text(set, "/spec/serviceName");
    if (!serviceName.isEmpty()) {
      spec.put("subdomain", serviceName);
    }
    store.create(ObjectKind.POD, namespace(set), pod);
  }

  private void writeStatus(ObjectNode set, String current, String update) {
    List<ObjectNode> pods = pods(set);
    List<ObjectNode> staying = pods.stream().filter(pod -> !Pods.isTerminating(pod)).toList();
    int ready = (int) pods.stream().filter(Pods::hasReadyCondition).count();
    int ofCurrent = of(current, staying);
    int updated = of(update, staying);
    boolean rolls = Json.text(set, "/spec/updateStrategy/type").equals("RollingUpdate");
    boolean complete = rolls && updated == pods.size() && ready == pods.size();
    String nowCurrent = complete ? update : current;
    ObjectNode status = Json.object();
    status.put("observedGeneration", Json.number(set, "/metadata/generation", 0));
    status.put("replicas", pods.size());
    Json.putIfAny(status, "readyReplicas", ready);
    Json.putIfAny(status, "currentReplicas", complete ? updated : ofCurrent);
    Json.putIfAny(status, "updatedReplicas", updated);
    status.put("currentRevision", nowCurrent).put("updateRevision", update);
    status.put("collisionCount", 0).put("availableReplicas", ready);
    store.update(
        ObjectKey.of(ObjectKind.STATEFUL_SET, set),
        Part.STATUS,
        object -> {
          object.set("status", status);
          return object;
        });
    Set<String> alive = new HashSet<>(List.of(nowCurrent, update));
    pods.forEach(pod -> alive.add(revision(pod)));
    revisions.forget(set, alive);
  }

  private static int of(String revision, List<ObjectNode> pods) {
    return (int) pods.stream().filter(pod -> revision(pod).equals(revision)).count();
  }

  private static String podName(ObjectNode set, int ordinal) {
    return Json.text(set, "/metadata/name") + "-" + ordinal;
  }

  private static String namespace(ObjectNode set) {
    return Json.text(set, "/metadata/namespace");
  }
}
