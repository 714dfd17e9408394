package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;

/// Snapshots of workloads, from YAML.
final class Snapshots {
  private Snapshots() {}

  static Snapshot of(WorkloadKind kind, String workload, Pod... pods) {
    return new Snapshot(kind, Optional.of(json(workload)), List.of(pods));
  }

  static Snapshot gone(WorkloadKind kind, Pod... pods) {
    return new Snapshot(kind, Optional.empty(), List.of(pods));
  }

  static JsonNode json(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, JsonNode.class);
  }

  static Pod original(String name, boolean ready) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: %s}, status: {conditions: [{type: Ready, status: '%s'}]}}"
            .formatted(name, ready ? "True" : "False"),
        Pod.class);
  }

  static Pod agent(String name, boolean ready) {
    Pod pod = original(name, ready);
    pod.getMetadata().getAnnotations().put(Mark.ANNOTATION, "s-1");
    return pod;
  }

  static Pod stopping(Pod pod) {
    pod.getMetadata().setDeletionTimestamp("2026-11-22T10:00:00Z");
    return pod;
  }
}
