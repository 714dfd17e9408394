package dev.hawser.cluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Label selectors of objects as a request's parameter says them (Kubernetes API reference,
/// LabelSelector v1 meta; Labels and Selectors).
public final class Selectors {
  private Selectors() {}

  /// @param selector of a workload, with `matchLabels`, `matchExpressions` or both
  public static String parameter(JsonNode selector) {
    List<String> all = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(label -> all.add(label.getKey() + "=" + label.getValue().asText()));
    selector.path("matchExpressions").forEach(expression -> all.add(requirement(expression)));
    return String.join(",", all);
  }

  private static String requirement(JsonNode expression) {
    String key = expression.path("key").asText();
    List<String> values = new ArrayList<>();
    expression.path("values").forEach(value -> values.add(value.asText()));
    return switch (expression.path("operator").asText()) {
      case "In" -> "%s in (%s)".formatted(key, String.join(",", values));
      case "NotIn" -> "%s notin (%s)".formatted(key, String.join(",", values));
      case "DoesNotExist" -> "!" + key;
      default -> key; // Exists; there are no others
    };
  }
}
