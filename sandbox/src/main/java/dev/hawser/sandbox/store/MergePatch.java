package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RFC 7386, and Kubernetes' strategic form of it, in which lists of named things are merged by
/// name.
public final class MergePatch {
  /// Lists that are merged, by the field that holds them, with the members' identities.
  private static final Map<String, String> STRATEGIC_KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "ephemeralContainers", "name",
          "volumes", "name",
          "env", "name",
          "volumeMounts", "mountPath",
          "imagePullSecrets", "name",
          "conditions", "type",
          "ownerReferences", "uid");

  private static final Set<String> PORT_KEYS = Set.of("containerPort", "port");

  private final boolean strategic;

  private MergePatch(boolean strategic) {
    this.strategic = strategic;
  }

  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    return new MergePatch(false).merge(target, patch);
  }

  public static ObjectNode applyStrategic(ObjectNode target, ObjectNode patch) {
    return new MergePatch(true).merge(target, patch);
  }

  private ObjectNode merge(ObjectNode target, ObjectNode patch) {
    if (strategic && Json.text(patch, "/$patch").equals("replace")) {
      ObjectNode replacement = patch.deepCopy();
      replacement.remove("$patch");
      return replacement;
    }
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      if (strategic && name.startsWith("$")) {
        continue;
      }
      switch (member.getValue()) {
        case JsonNode value when value.isNull() -> target.remove(name);
        case ObjectNode value -> {
          ObjectNode inner = target.get(name) instanceof ObjectNode there ? there : Json.object();
          target.set(name, merge(inner, value));
        }
        case ArrayNode value -> {
          String key = key(name, value);
          if (key != null && target.get(name) instanceof ArrayNode there) {
            mergeLists(there, value, key);
          } else {
            target.set(name, value.deepCopy());
          }
        }
        case JsonNode value -> target.set(name, value);
      }
    }
    return target;
  }

  private @Nullable String key(String name, ArrayNode patch) {
    if (!strategic) {
      return null;
    }
    if (name.equals("ports")) {
      return PORT_KEYS.stream().filter(key -> patch.path(0).has(key)).findFirst().orElse(null);
    }
    return STRATEGIC_KEYS.get(name);
  }

  private void mergeLists(ArrayNode target, ArrayNode patch, String key) {
    for (JsonNode entry : patch) {
      int index = indexOf(target, key, entry.path(key));
      if (Json.text(entry, "/$patch").equals("delete")) {
        if (index >= 0) {
          target.remove(index);
        }
      } else if (index >= 0
          && target.get(index) instanceof ObjectNode there
          && entry instanceof ObjectNode changes) {
        target.set(index, merge(there, changes));
      } else {
        target.add(entry.deepCopy());
      }
    }
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int index = 0; index < list.size(); index++) {
      if (list.get(index).path(key).equals(value)) {
        return index;
      }
    }
    return -1;
  }
}
