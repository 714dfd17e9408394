package dev.hawser.cluster.target;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.json.KubeJson;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workload as the API server has it: what pods it is made of, and how many.
///
/// @param workload a pod's own name, where a stand-in has its place
/// @param object all of it; a stand-in during the session of a bare pod
record PodSource(Workload workload, JsonNode object) {
  String uid() {
    return object.at("/metadata/uid").asText();
  }

  /// Those that run beside one another.
  List<Container> containers() {
    return object
        .at(workload.kind().template() + "/spec/containers")
        .valueStream()
        .map(container -> KubeJson.as(Container.class, container))
        .toList();
  }

  /// What a Service's selector is compared with.
  Map<String, String> podLabels() {
    Map<String, String> labels = new HashMap<>();
    object
        .at(workload.kind().template() + "/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  /// The desired number of pods; a DaemonSet's is told by its status.
  int replicas() {
    return switch (workload.kind()) {
      case DEPLOYMENT, STATEFUL_SET, REPLICA_SET -> object.at("/spec/replicas").asInt(1);
      case DAEMON_SET -> object.at("/status/desiredNumberScheduled").asInt();
      case POD -> 1;
    };
  }

  Optional<OwnerReference> controller() {
    List<OwnerReference> owners =
        object
            .at("/metadata/ownerReferences")
            .valueStream()
            .map(owner -> KubeJson.as(OwnerReference.class, owner))
            .toList();
    return Owners.controller(owners);
  }
}
