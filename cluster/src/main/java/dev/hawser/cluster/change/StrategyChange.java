package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.Optional;

/// An update strategy that keeps the controller from replacing every pod, and what it is during a
/// session: `OnDelete`, or the `partition` of a StatefulSet's rolling update. It is put back after
/// the pods, for until then the controller has to bring the originals; so the undo of such a
/// workload takes two writes, and the record stays until the second.
///
/// See [StatefulSets](https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/) and
/// [DaemonSets](https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/).
///
/// @param before null if the object said nothing of it
/// @param ours during the session, defaults of the API server included
record StrategyChange(JsonNode before, JsonNode ours) {
  static final String PATH = "/spec/updateStrategy";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// What has to be changed of a workload, if anything.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE, if the
  ///     strategy holds an update back: pods of two templates could not be put back
  static Optional<StrategyChange> needed(WorkloadJson workload) {
    JsonNode now = workload.root().at(PATH);
    Optional<ObjectNode> ours =
        switch (workload.kind()) {
          case STATEFUL_SET -> everyOrdinal(now);
          case DAEMON_SET -> everyNode(now);
          case DEPLOYMENT, REPLICA_SET, POD -> Optional.empty();
        };
    if (ours.isPresent()) {
      requireNothingHeldBack(workload);
    }
    return ours.map(strategy -> new StrategyChange(now, strategy));
  }

  private static Optional<ObjectNode> everyOrdinal(JsonNode now) {
    if (isOnDelete(now)) {
      return Optional.of(rolling("partition", 0));
    }
    if (now.at("/rollingUpdate/partition").asInt() > 0) {
      ObjectNode all = now.deepCopy();
      all.withObject("/rollingUpdate").put("partition", 0);
      return Optional.of(all);
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> everyNode(JsonNode now) {
    return isOnDelete(now) ? Optional.of(rolling("maxUnavailable", 1)) : Optional.empty();
  }

  private static boolean isOnDelete(JsonNode strategy) {
    return strategy.path("type").asText().equals("OnDelete");
  }

  private static ObjectNode rolling(String field, int value) {
    ObjectNode strategy = JSON.objectNode().put("type", "RollingUpdate");
    strategy.putObject("rollingUpdate").put(field, value);
    return strategy;
  }

  private static void requireNothingHeldBack(WorkloadJson workload) {
    JsonNode status = workload.root().path("status");
    List<String> counts =
        switch (workload.kind()) {
          case STATEFUL_SET -> List.of("replicas", "updatedReplicas");
          case DAEMON_SET -> List.of("currentNumberScheduled", "updatedNumberScheduled");
          case DEPLOYMENT, REPLICA_SET, POD -> List.of();
        };
    int all = status.path(counts.getFirst()).asInt();
    int updated = status.path(counts.getLast()).asInt();
    if (updated < all) {
      throw new Failure(
              FailureKind.TARGET_UNSUITABLE,
              "the update strategy of %s holds an update back: %d of its %d pods are of an earlier template, and could not be put back as they are"
                  .formatted(workload.workload(), all - updated, all),
              "let the update reach all pods, or take it back; nothing was changed")
          .asException();
    }
  }

  /// The same after a dry run, with the API server's defaults.
  StrategyChange asAdmitted(WorkloadJson dryRun) {
    return new StrategyChange(before, dryRun.root().at(PATH));
  }

  ObjectNode toJson() {
    ObjectNode json = JSON.objectNode();
    json.set("before", before.isMissingNode() ? JSON.nullNode() : before);
    json.set("ours", ours);
    return json;
  }

  static StrategyChange of(ObjectNode json) {
    return new StrategyChange(json.path("before"), json.path("ours"));
  }

  void apply(JsonPatch patch) {
    patch.add(PATH, ours);
  }

  /// Puts it back, unless somebody has made another of it.
  ///
  /// @return whether somebody has
  boolean undo(JsonPatch patch, WorkloadJson workload) {
    JsonNode now = workload.root().at(PATH);
    if (!now.equals(ours)) {
      return !now.equals(before);
    }
    if (before.isContainerNode()) {
      patch.add(PATH, before);
    } else {
      patch.remove(PATH);
    }
    return false;
  }
}
