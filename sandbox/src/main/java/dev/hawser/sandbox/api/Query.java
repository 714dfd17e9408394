package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.Selectors;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The parameters of a request.
record Query(Map<String, List<String>> parameters) {
  String text(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  boolean is(String name) {
    String text = text(name);
    return text.equals("true") || text.equals("1");
  }

  int number(String name, int otherwise) {
    String text = text(name);
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  boolean isDryRun() {
    return all("dryRun").contains("All");
  }

  /// The objects that both selectors and the path mean.
  Predicate<JsonNode> selector(ResourcePath path) {
    Predicate<JsonNode> labels = Selectors.ofLabels(text("labelSelector"));
    Predicate<JsonNode> fields = Selectors.ofFields(text("fieldSelector"));
    return fields.and(
        object ->
            labels.test(object.at("/metadata/labels"))
                && is(path.namespace(), Json.text(object, "/metadata/namespace"))
                && is(path.name(), Json.text(object, "/metadata/name")));
  }

  private static boolean is(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }
}
