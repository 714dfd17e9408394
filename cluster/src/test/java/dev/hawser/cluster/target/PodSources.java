package dev.hawser.cluster.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;

/// Workloads as the API server tells them, from YAML.
final class PodSources {
  private PodSources() {}

  static PodSource of(WorkloadKind kind, String yaml) {
    JsonNode object = Serialization.unmarshal("---\n" + yaml, JsonNode.class);
    return new PodSource(
        new Workload(
            kind, object.at("/metadata/namespace").asText(), object.at("/metadata/name").asText()),
        object);
  }
}
