package dev.hawser.cluster.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.json.KubeJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One object before and after the change, without what the API server and controllers write at
/// every change.
///
/// @param object such as `deploy/orders`
/// @param before empty for an object that is going to be made
/// @param after as the API server's dry run returned it, admission included; empty for an object
///     that is going to be deleted
public record PlannedChange(String object, JsonNode before, JsonNode after) {
  private static final List<String> OF_THE_SERVER =
      List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

  public PlannedChange {
    before = essence(before);
    after = essence(after);
  }

  /// An object that is going to be made.
  public static PlannedChange creation(HasMetadata object) {
    return new PlannedChange(
        object.getKind().toLowerCase(Locale.ROOT) + "/" + object.getMetadata().getName(),
        JsonNodeFactory.instance.objectNode(),
        KubeJson.tree(object));
  }

  /// A unified diff of the two as YAML, with a heading.
  public List<String> diff() {
    List<String> lines = new ArrayList<>();
    lines.add("--- " + (before.isEmpty() ? "/dev/null" : object));
    lines.add("+++ " + (after.isEmpty() ? "/dev/null" : object + " (during the session)"));
    lines.addAll(UnifiedDiff.of(yaml(before), yaml(after)));
    return List.copyOf(lines);
  }

  private static JsonNode essence(JsonNode object) {
    if (!object.isObject()) {
      return JsonNodeFactory.instance.objectNode();
    }
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    if (copy.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(OF_THE_SERVER);
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        Mark.RECORDS.forEach(record -> makeReadable(annotations, record));
      }
    }
    return copy;
  }

  private static void makeReadable(ObjectNode annotations, String record) {
    if (annotations.has(record)) {
      annotations.set(record, TextNode.valueOf(Mark.readable(annotations.path(record).asText())));
    }
  }

  private static List<String> yaml(JsonNode object) {
    return object.isEmpty()
        ? List.of()
        : KubeJson.SERIALIZATION
            .asYaml(object)
            .lines()
            .filter(line -> !line.equals("---"))
            .toList();
  }
}
