package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A JSON patch (RFC 6902) in the making: all of it is applied, or nothing.
final class JsonPatch {
  private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

  /// The patch fails unless the value is there.
  JsonPatch test(String path, JsonNode value) {
    return operation("test", path, value);
  }

  /// Adds a member, or replaces it; a path that ends with `/-` adds to the end of a list.
  JsonPatch add(String path, JsonNode value) {
    return operation("add", path, value);
  }

  JsonPatch remove(String path) {
    operations.addObject().put("op", "remove").put("path", path);
    return this;
  }

  private JsonPatch operation(String name, String path, JsonNode value) {
    ObjectNode operation = operations.addObject().put("op", name).put("path", path);
    operation.set("value", value.deepCopy());
    return this;
  }

  /// A member's name, as a path spells it.
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  JsonPatch copy() {
    JsonPatch copy = new JsonPatch();
    copy.operations.addAll(operations.deepCopy());
    return copy;
  }

  /// As it is sent.
  String toJson() {
    return operations.toString();
  }
}
