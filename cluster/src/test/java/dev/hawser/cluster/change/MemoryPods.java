package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A namespace's pods in memory, with versions, and with deletion in two steps as a kubelet does
/// it. It can fail at any write, before it or after it.
final class MemoryPods implements WorkloadStore {
  /// Thrown as if the process had been killed.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final Map<String, ObjectNode> pods = new LinkedHashMap<>();
  private int versions = 100;
  private int steps;
  private int fatalStep;

  /// @param step from 1 on: two for each write, before and after; 0 for never
  void killAt(int step) {
    steps = 0;
    fatalStep = step;
  }

  void put(JsonNode pod) {
    ObjectNode copy = pod.deepCopy();
    copy.withObject("/metadata").put("uid", "uid-" + ++versions);
    store(copy);
  }

  void putAsItIs(JsonNode pod) {
    pods.put(pod.at("/metadata/name").asText(), pod.deepCopy());
  }

  /// Pods that were being stopped are gone.
  void kubeletStops() {
    pods.values().removeIf(pod -> pod.at("/metadata").has("deletionTimestamp"));
  }

  List<String> names() {
    return List.copyOf(pods.keySet());
  }

  Optional<WorkloadJson> named(String name) {
    return Optional.ofNullable(pods.get(name))
        .map(pod -> new WorkloadJson(WorkloadKind.POD, pod.deepCopy()));
  }

  @Override
  public List<WorkloadJson> list(WorkloadKind kind) {
    return names().stream()
        .map(name -> named(name).orElseThrow())
        .filter(pod -> pod.root().at("/metadata/labels").has(StandInName.LABEL))
        .toList();
  }

  @Override
  public Optional<WorkloadJson> read(Workload workload) {
    return named(workload.name());
  }

  @Override
  public WorkloadJson patch(WorkloadJson pod, JsonPatch patch) {
    step();
    try {
      ObjectNode current = pods.get(pod.objectName());
      if (current == null) {
        throw new KubernetesClientException("gone", 404, null);
      }
      store((ObjectNode) patch.appliedTo(current));
    } catch (JsonPatchException e) {
      throw new KubernetesClientException("test failed", 422, null);
    }
    step();
    return named(pod.objectName()).orElseThrow();
  }

  @Override
  public WorkloadJson create(WorkloadKind kind, ObjectNode manifest) {
    step();
    String name = manifest.at("/metadata/name").asText();
    if (pods.containsKey(name)) {
      throw new KubernetesClientException("there already", 409, null);
    }
    put(manifest);
    step();
    return named(name).orElseThrow();
  }

  @Override
  public WorkloadJson dryRunCreate(WorkloadKind kind, ObjectNode manifest) {
    return new WorkloadJson(kind, manifest.deepCopy());
  }

  @Override
  public boolean delete(WorkloadJson pod) {
    step();
    ObjectNode current = pods.get(pod.objectName());
    if (current == null) {
      return true;
    }
    if (!current.at("/metadata/resourceVersion").asText().equals(pod.resourceVersion())) {
      return false;
    }
    current.withObject("/metadata").put("deletionTimestamp", "2026-11-22T10:00:00Z");
    store(current);
    step();
    return true;
  }

  private void store(ObjectNode pod) {
    pod.withObject("/metadata").put("resourceVersion", String.valueOf(++versions));
    pods.put(pod.at("/metadata/name").asText(), pod);
  }

  private void step() {
    if (++steps == fatalStep) {
      throw new Killed();
    }
  }
}
