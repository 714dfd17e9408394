package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.control.Rollout.Generation;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives every Deployment its replica sets and their sizes, and tells in its status how far it is.
final class Deployments {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final Store store;

  Deployments(Store store) {
    this.store = store;
  }

  void reconcile() {
    List<ObjectNode> replicaSets = store.list(ObjectKind.REPLICA_SET);
    List<ObjectNode> pods = store.list(ObjectKind.POD);
    for (ObjectNode deployment : store.list(ObjectKind.DEPLOYMENT)) {
      reconcile(deployment, Ownership.owned(replicaSets, deployment), pods);
    }
  }

  private void reconcile(ObjectNode deployment, List<ObjectNode> sets, List<ObjectNode> pods) {
    List<ObjectNode> byAge =
        sets.stream().sorted(Comparator.comparingInt(Deployments::revision)).toList();
    Optional<ObjectNode> current =
        byAge.stream().filter(set -> PodTemplates.isOf(set, deployment)).findFirst();
    int newest = byAge.isEmpty() ? 0 : revision(byAge.getLast());
    if (current.isEmpty()) {
      create(deployment, newest + 1);
      return; // its creation wakes the controller again
    }
    ObjectNode now = current.get();
    int revision = revision(now) < newest ? newest + 1 : revision(now);
    annotateRevision(ObjectKey.of(ObjectKind.REPLICA_SET, now), revision);
    annotateRevision(ObjectKey.of(ObjectKind.DEPLOYMENT, deployment), revision);

    List<ObjectNode> old = byAge.stream().filter(set -> !set.equals(now)).toList();
    Rollout rollout = Rollout.of(deployment);
    Generation currentGeneration = generation(now, pods);
    List<Generation> oldGenerations = old.stream().map(set -> generation(set, pods)).toList();
    rollout
        .step(currentGeneration, oldGenerations)
        .forEach((name, replicas) -> scale(deployment, name, replicas));
    writeStatus(deployment, rollout, currentGeneration);
    forget(deployment, old, oldGenerations);
  }

  private static int revision(ObjectNode set) {
    return Json.metadata(set).path("annotations").path(REVISION).asInt(0);
  }

  private static Generation generation(ObjectNode set, List<ObjectNode> pods) {
    List<ObjectNode> own = Ownership.owned(pods, set);
    return new Generation(
        Json.text(set, "/metadata/name"),
        Json.number(set, "/spec/replicas", 0),
        own.size(),
        (int) own.stream().filter(Pods::isReady).count());
  }

  private void create(ObjectNode deployment, int revision) {
    ObjectNode template = PodTemplates.template(deployment);
    String hash = PodTemplates.hash(template);
    template.withObject("/metadata/labels").put(PodTemplates.HASH_LABEL, hash);
    ObjectNode set = Json.object();
    String name = Json.text(deployment, "/metadata/name") + "-" + hash;
    ObjectNode metadata = Json.metadata(set).put("name", name);
    metadata.set("labels", template.at("/metadata/labels").deepCopy());
    metadata.putObject("annotations").put(REVISION, String.valueOf(revision));
    Ownership.set(set, ObjectKind.DEPLOYMENT, deployment);
    ObjectNode spec = set.putObject("spec").put("replicas", 0);
    spec.set("selector", deployment.at("/spec/selector").deepCopy());
    spec.withObject("/selector/matchLabels").put(PodTemplates.HASH_LABEL, hash);
    spec.set("template", template);
    store.create(ObjectKind.REPLICA_SET, Json.text(deployment, "/metadata/namespace"), set);
  }

  private void annotateRevision(ObjectKey key, int revision) {
    store.update(
        key,
        Part.OBJECT,
        object -> {
          object.withObject("/metadata/annotations").put(REVISION, String.valueOf(revision));
          return object;
        });
  }

  private void scale(ObjectNode deployment, String name, int replicas) {
    String namespace = Json.text(deployment, "/metadata/namespace");
    store.update(
        new ObjectKey(ObjectKind.REPLICA_SET, namespace, name),
        Part.OBJECT,
        set -> {
          set.withObject("/spec").put("replicas", replicas);
          return set;
        });
  }

  private void writeStatus(ObjectNode deployment, Rollout rollout, Generation current) {
    List<ObjectNode> sets = store.list(ObjectKind.REPLICA_SET);
    int replicas = 0;
    int updated = 0;
    int ready = 0;
    for (ObjectNode set : Ownership.owned(sets, deployment)) {
      int pods = Json.number(set, "/status/replicas", 0);
      replicas += pods;
      ready += Json.number(set, "/status/readyReplicas", 0);
      updated += Json.text(set, "/metadata/name").equals(current.name()) ? pods : 0;
    }
    int unavailable = Math.max(0, Math.max(replicas, rollout.replicas()) - ready);
    boolean available = ready >= rollout.replicas() - rollout.maxUnavailable();
    boolean complete = updated == rollout.replicas() && replicas == updated && ready >= updated;
    ObjectNode status = Json.object();
    status.put("observedGeneration", Json.number(deployment, "/metadata/generation", 0));
    Json.putIfAny(status, "replicas", replicas);
    Json.putIfAny(status, "updatedReplicas", updated);
    Json.putIfAny(status, "readyReplicas", ready);
    Json.putIfAny(status, "availableReplicas", ready);
    Json.putIfAny(status, "unavailableReplicas", unavailable);
    ArrayNode conditions = status.putArray("conditions");
    ArrayNode before =
        deployment.at("/status/conditions") instanceof ArrayNode there ? there : Json.array();
    Conditions.add(
        conditions,
        before,
        "Available",
        available,
        available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable");
    Conditions.add(
        conditions,
        before,
        "Progressing",
        true,
        complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
    store.update(
        ObjectKey.of(ObjectKind.DEPLOYMENT, deployment),
        Part.STATUS,
        object -> {
          object.set("status", status);
          return object;
        });
  }

  private void forget(ObjectNode deployment, List<ObjectNode> old, List<Generation> generations) {
    List<String> empty =
        generations.stream()
            .filter(g -> g.desired() == 0 && g.pods() == 0)
            .map(Generation::name)
            .toList();
    int kept = Json.number(deployment, "/spec/revisionHistoryLimit", 10);
    old.stream()
        .filter(set -> empty.contains(Json.text(set, "/metadata/name")))
        .limit(Math.max(0, empty.size() - kept))
        .forEach(set -> store.remove(ObjectKey.of(ObjectKind.REPLICA_SET, set)));
  }
}
