package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;

/// Whether a
/// [label selector](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/)
/// means an object with these labels; an empty one means every object.
final class LabelSelectors {
  private LabelSelectors() {}

  static boolean selects(JsonNode selector, JsonNode labels) {
    return selector.path("matchLabels").properties().stream()
            .allMatch(one -> one.getValue().equals(labels.get(one.getKey())))
        && selector.path("matchExpressions").valueStream().allMatch(one -> holds(one, labels));
  }

  private static boolean holds(JsonNode expression, JsonNode labels) {
    JsonNode label = labels.path(expression.path("key").asText());
    boolean among =
        expression
            .path("values")
            .valueStream()
            .anyMatch(value -> value.asText().equals(label.asText()));
    return switch (expression.path("operator").asText()) {
      case "In" -> label.isTextual() && among;
      case "NotIn" -> !label.isTextual() || !among;
      case "Exists" -> label.isTextual();
      case "DoesNotExist" -> !label.isTextual();
      default -> false;
    };
  }
}
