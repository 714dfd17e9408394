package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// A policy holds for agents as it does for originals, for their labels are the same. The
/// port-forward comes over the pod's loopback, which no policy governs.
final class NetworkPolicies {
  private NetworkPolicies() {}

  static Stream<String> warnings(Scene scene) {
    return scene.neighbours().all(NeighbourKind.NETWORK_POLICY).stream()
        .filter(policy -> LabelSelectors.selects(policy.at("/spec/podSelector"), scene.podLabels()))
        .flatMap(policy -> Stream.concat(egress(policy), ingress(policy, scene)));
  }

  private static Stream<String> egress(JsonNode policy) {
    return governs(policy, "Egress")
        ? Stream.of(
            "NetworkPolicy %s limits what the pods may call, and your process calls through them"
                .formatted(Scene.name(policy)))
        : Stream.empty();
  }

  private static Stream<String> ingress(JsonNode policy, Scene scene) {
    return scene.request().direct().isPresent() && governs(policy, "Ingress")
        ? Stream.of(
            "NetworkPolicy %s may keep this machine from dialling agents straight"
                .formatted(Scene.name(policy)))
        : Stream.empty();
  }

  private static boolean governs(JsonNode policy, String direction) {
    return policy
        .at("/spec/policyTypes")
        .valueStream()
        .anyMatch(type -> type.asText().equals(direction));
  }
}
