package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

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

  /// Whether it only tests.
  boolean changesNothing() {
    for (JsonNode operation : operations) {
      if (!operation.path("op").asText().equals("test")) {
        return false;
      }
    }
    return true;
  }

  /// A copy of an object, changed by this.
  ///
  /// @throws io.fabric8.zjsonpatch.JsonPatchException if it does not fit
  JsonNode appliedTo(JsonNode object) {
    return io.fabric8.zjsonpatch.JsonPatch.apply(operations, object);
  }

  JsonPatch copy() {
    JsonPatch copy = new JsonPatch();
    copy.operations.addAll(operations.deepCopy());
    return copy;
  }

  /// The same, but instead of the object's version it is the value of everything touched that must
  /// not have changed since.
  ///
  /// @param object as it was when this patch was made for it
  JsonPatch guardedByValues(WorkloadJson object) {
    JsonPatch guarded = new JsonPatch();
    JsonPatch changes = new JsonPatch();
    for (JsonNode operation : operations) {
      String path = operation.path("path").asText();
      JsonNode now = object.root().at(path);
      if (operation.path("op").asText().equals("test")) {
        if (!path.equals("/metadata/resourceVersion")) {
          guarded.operations.add(operation);
        }
      } else {
        if (!now.isMissingNode() && !isAnnotations(path)) {
          guarded.test(path, now);
        }
        changes.operations.add(isAnnotations(path) ? withoutMark(path) : operation);
      }
    }
    guarded.test(
        WorkloadJson.ANNOTATIONS + "/" + escape(Mark.ANNOTATION),
        TextNode.valueOf(object.mark().orElseThrow()));
    guarded.operations.addAll(changes.operations);
    return guarded;
  }

  /// Controllers write annotations of their own meanwhile; a map that is left empty is as good as
  /// none.
  private static boolean isAnnotations(String path) {
    return path.endsWith("/annotations");
  }

  private static JsonNode withoutMark(String path) {
    return new JsonPatch().remove(path + "/" + escape(Mark.ANNOTATION)).operations.get(0);
  }

  /// As it is sent.
  String toJson() {
    return operations.toString();
  }
}
