package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.WorkloadKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// As much of an API server as a JSON patch needs.
final class Patched {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Patched() {}

  static WorkloadJson sample(String name) {
    return sample(WorkloadKind.DEPLOYMENT, name);
  }

  static WorkloadJson sample(WorkloadKind kind, String name) {
    try (InputStream json = Patched.class.getResourceAsStream("/" + name + ".json")) {
      return new WorkloadJson(kind, JSON.readTree(Objects.requireNonNull(json, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A copy with the patch applied; a failed `test` fails the test.
  static WorkloadJson apply(WorkloadJson workload, JsonPatch patch) {
    JsonNode root = workload.root().deepCopy();
    for (JsonNode operation : json(patch.toJson())) {
      apply(root, operation);
    }
    return new WorkloadJson(workload.kind(), root);
  }

  /// A copy with one field of a container set by somebody else.
  static WorkloadJson edited(WorkloadJson deployment, String field, String value) {
    WorkloadJson copy = new WorkloadJson(WorkloadKind.DEPLOYMENT, deployment.root().deepCopy());
    ObjectNode container = (ObjectNode) copy.container(copy.containerIndex("app").orElseThrow());
    container.set(field, json(value));
    return copy;
  }

  private static void apply(JsonNode root, JsonNode operation) {
    String path = operation.get("path").asText();
    JsonNode parent = root.at(path.substring(0, path.lastIndexOf('/')));
    String last = path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    switch (operation.get("op").asText()) {
      case "test" -> assertThat(root.at(path)).as(path).isEqualTo(operation.get("value"));
      case "add" -> {
        switch (parent) {
          case ArrayNode list when last.equals("-") -> list.add(operation.get("value"));
          case ObjectNode object -> object.set(last, operation.get("value"));
          default -> throw new AssertionError("nothing to add to: " + path);
        }
      }
      case "remove" -> {
        switch (parent) {
          case ArrayNode list -> assertThat(list.remove(Integer.parseInt(last))).isNotNull();
          case ObjectNode object -> assertThat(object.remove(last)).as(path).isNotNull();
          default -> throw new AssertionError("nothing to remove from: " + path);
        }
      }
      default -> throw new AssertionError(operation);
    }
  }
}
