package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// RFC 6902. An operation that does not apply, a failed `test` among them, is answered 422, as the
/// API server does.
public final class JsonPatch {
  private JsonPatch() {}

  /// Changes `target`; when it throws, `target` is to be thrown away.
  public static ObjectNode apply(ObjectNode target, JsonNode patch) {
    if (!patch.isArray()) {
      throw StatusException.badRequest("a JSON patch is a list of operations");
    }
    for (JsonNode operation : patch) {
      apply(target, Json.text(operation, "/op"), operation);
    }
    return target;
  }

  private static void apply(ObjectNode target, String kind, JsonNode operation) {
    String path = Json.text(operation, "/path");
    JsonNode value = operation.has("value") ? operation.path("value") : NullNode.instance;
    switch (kind) {
      case "test" -> {
        JsonNode found = find(target, path);
        if (!value.equals(found == null ? NullNode.instance : found)) {
          throw refused("testing value " + path + " failed: test failed");
        }
      }
      case "add" -> place(target, path, value, true);
      case "replace" -> {
        require(target, path);
        place(target, path, value, false);
      }
      case "remove" -> {
        require(target, path);
        remove(target, path);
      }
      case "copy" ->
          place(target, path, require(target, Json.text(operation, "/from")).deepCopy(), true);
      case "move" -> {
        String from = Json.text(operation, "/from");
        JsonNode moved = require(target, from);
        remove(target, from);
        place(target, path, moved, true);
      }
      default -> throw StatusException.badRequest("unknown operation of a JSON patch: " + kind);
    }
  }

  private static void place(ObjectNode target, String path, JsonNode value, boolean insert) {
    String last = last(path);
    switch (find(target, parent(path))) {
      case ObjectNode object -> object.set(last, value.deepCopy());
      case ArrayNode array when last.equals("-") -> array.add(value.deepCopy());
      case ArrayNode array -> {
        int index = index(array, last, insert ? array.size() : array.size() - 1, path);
        if (insert) {
          array.insert(index, value.deepCopy());
        } else {
          array.set(index, value.deepCopy());
        }
      }
      case null, default -> throw missing(path);
    }
  }

  private static void remove(ObjectNode target, String path) {
    switch (find(target, parent(path))) {
      case ObjectNode object -> object.remove(last(path));
      case ArrayNode array -> array.remove(index(array, last(path), array.size() - 1, path));
      case null, default -> throw missing(path);
    }
  }

  private static JsonNode require(ObjectNode target, String path) {
    JsonNode found = find(target, path);
    if (found == null) {
      throw missing(path);
    }
    return found;
  }

  private static @Nullable JsonNode find(JsonNode target, String path) {
    JsonNode found = target;
    for (String step : steps(path)) {
      found =
          switch (found) {
            case ObjectNode object -> object.get(step);
            case ArrayNode array when step.matches("\\d{1,9}") -> array.get(Integer.parseInt(step));
            case null, default -> null;
          };
    }
    return found;
  }

  private static List<String> steps(String path) {
    return Stream.of(path.split("/", -1))
        .skip(1)
        .map(step -> step.replace("~1", "/").replace("~0", "~"))
        .toList();
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String last(String path) {
    List<String> steps = steps(path);
    if (steps.isEmpty()) {
      throw missing(path);
    }
    return steps.getLast();
  }

  private static int index(ArrayNode array, String step, int most, String path) {
    int index = step.matches("\\d{1,9}") ? Integer.parseInt(step) : -1;
    if (index < 0 || index > most) {
      throw missing(path + " of a list of " + array.size());
    }
    return index;
  }

  private static StatusException missing(String path) {
    return refused("doc is missing path: " + path + ": missing value");
  }

  private static StatusException refused(String why) {
    return StatusException.of(
        422, "Invalid", "the server rejected our request due to an error in our request: " + why);
  }
}
