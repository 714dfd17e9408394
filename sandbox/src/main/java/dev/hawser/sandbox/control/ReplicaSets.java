package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Comparator;
import java.util.List;

/// Makes and deletes pods until each replica set has as many as it wants.
final class ReplicaSets {
  private final Store store;

  ReplicaSets(Store store) {
    this.store = store;
  }

  void reconcile() {
    List<ObjectNode> pods = store.list(ObjectKind.POD);
    for (ObjectNode set : store.list(ObjectKind.REPLICA_SET)) {
      List<ObjectNode> active = Ownership.owned(pods, set).stream().filter(Pods::isActive).toList();
      int missing = Json.number(set, "/spec/replicas", 1) - active.size();
      for (int made = 0; made < missing; made++) {
        create(set);
      }
      if (missing < 0) {
        dispensable(active).stream()
            .limit(-missing)
            .forEach(pod -> store.delete(ObjectKey.of(ObjectKind.POD, pod), -1, false));
      }
      writeStatus(set);
    }
  }

  /// Those first that serve least, then the youngest.
  private static List<ObjectNode> dispensable(List<ObjectNode> pods) {
    return pods.stream()
        .sorted(
            Comparator.<ObjectNode, Boolean>comparing(Pods::isReady)
                .thenComparing(
                    pod -> Json.text(pod, "/metadata/creationTimestamp"),
                    Comparator.reverseOrder()))
        .toList();
  }

  private void create(ObjectNode set) {
    ObjectNode pod = PodTemplates.pod(ObjectKind.REPLICA_SET, set, PodTemplates.template(set));
    Json.metadata(pod).put("generateName", Json.text(set, "/metadata/name") + "-");
    store.create(ObjectKind.POD, Json.text(set, "/metadata/namespace"), pod);
  }

  private void writeStatus(ObjectNode set) {
    List<ObjectNode> active =
        Ownership.owned(store.list(ObjectKind.POD), set).stream().filter(Pods::isActive).toList();
    int ready = (int) active.stream().filter(Pods::isReady).count();
    store.update(
        ObjectKey.of(ObjectKind.REPLICA_SET, set),
        Part.STATUS,
        object -> {
          ObjectNode status = object.putObject("status");
          status.put("replicas", active.size());
          status.put("fullyLabeledReplicas", active.size());
          status.put("readyReplicas", ready).put("availableReplicas", ready);
          status.put("observedGeneration", Json.number(object, "/metadata/generation", 0));
          return object;
        });
  }
}
