package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.Workload;
import java.util.List;

/// A workload before and during a session, with what lives beside it.
///
/// @param container the one whose place the agent takes
/// @param before the workload as it is
/// @param after the workload as it would be
/// @param trial what admission said of a pod of the changed template
record Scene(
    Workload workload,
    String container,
    PlanRequest request,
    JsonNode before,
    JsonNode after,
    Neighbourhood neighbours,
    PodTrial trial) {

  JsonNode metadata() {
    return before.path("metadata");
  }

  /// What has the pod's metadata and spec, during the session.
  JsonNode template() {
    return after.at(workload.kind().template());
  }

  JsonNode podSpec() {
    return template().path("spec");
  }

  JsonNode podLabels() {
    return template().at("/metadata/labels");
  }

  /// The containers of a pod during the session, without those that run before the others.
  List<JsonNode> containers() {
    return podSpec().path("containers").valueStream().toList();
  }

  JsonNode agent() {
    return containers().stream()
        .filter(one -> one.path("name").asText().equals(container))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  Surge surge() {
    return Surge.of(workload.kind(), before);
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
