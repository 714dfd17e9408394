package dev.hawser.cluster.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.json.Selectors;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Container;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A container of a target that runs what its manifest says, and not an agent.
///
/// @param pod the one that it is in
/// @param container its specification, as admission left it
record OriginalContainer(JsonNode pod, Container container) {

  /// The oldest, which has had the time to start. Blocks.
  static Optional<OriginalContainer> find(RawObjects objects, ResolvedTarget target) {
    return pods(objects, target.workload()).stream()
        .filter(pod -> !isAgent(pod) && pod.at("/metadata/deletionTimestamp").isMissingNode())
        .filter(pod -> isRunning(pod, target.container()))
        .sorted(Comparator.comparing(pod -> pod.at("/metadata/creationTimestamp").asText()))
        .flatMap(pod -> container(pod, target.container()))
        .findFirst();
  }

  private static List<JsonNode> pods(RawObjects objects, Workload workload) {
    Optional<JsonNode> object = objects.get(workload.path());
    return switch (workload.kind()) {
      case POD -> object.stream().toList();
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET ->
          object
              .map(one -> Selectors.parameter(one.at("/spec/selector")))
              .map(selector -> objects.list(WorkloadKind.POD.path(workload.namespace()), selector))
              .orElse(List.of());
    };
  }

  private static boolean isAgent(JsonNode pod) {
    return pod.at("/metadata/annotations").has(Mark.ANNOTATION);
  }

  private static boolean isRunning(JsonNode pod, String container) {
    return named(pod.at("/status/containerStatuses"), container)
        .anyMatch(status -> status.path("state").has("running"));
  }

  private static Stream<OriginalContainer> container(JsonNode pod, String name) {
    return named(pod.at("/spec/containers"), name)
        .map(container -> new OriginalContainer(pod, KubeJson.as(Container.class, container)));
  }

  private static Stream<JsonNode> named(JsonNode list, String name) {
    return list.valueStream().filter(one -> one.path("name").asText().equals(name));
  }

  /// Whether process 1 is the container's own.
  boolean hasProcessesOfItsOwn() {
    return !pod.at("/spec/shareProcessNamespace").asBoolean()
        && !pod.at("/spec/hostPID").asBoolean();
  }

  String podName() {
    return pod.at("/metadata/name").asText();
  }

  String namespace() {
    return pod.at("/metadata/namespace").asText();
  }
}
