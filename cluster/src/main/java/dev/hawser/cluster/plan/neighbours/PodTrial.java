package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/// What admission said when the making of an agent's pod was tried, as a dry run.
sealed interface PodTrial {

  /// @param pod as it would be, changed by webhooks and defaults
  record Admitted(JsonNode pod) implements PodTrial {}

  /// @param words of whoever refuses
  /// @param originalToo whether a pod of the original template is refused as well
  record Refused(String words, boolean originalToo) implements PodTrial {}

  /// The user may not create pods, so nothing is known.
  record NotTried() implements PodTrial {}

  /// What the pod's spec would be, missing if that is not known.
  default JsonNode podSpec() {
    return switch (this) {
      case Admitted(JsonNode pod) -> pod.path("spec");
      case Refused(String words, boolean originalToo) -> MissingNode.getInstance();
      case NotTried() -> MissingNode.getInstance();
    };
  }
}
