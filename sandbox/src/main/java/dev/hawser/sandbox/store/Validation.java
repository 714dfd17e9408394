package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The mistakes for which the API server answers 422, as far as a patch of Hawser's could make
/// them.
final class Validation {
  private static final int MAX_ANNOTATION_BYTES = 262_144;
  private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers");
  private static final List<String> CHANGEABLE_IN_STATEFUL_SETS =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");

  private Validation() {}

  static void check(ObjectKind kind, ObjectNode object) {
    String name = Json.text(object, "/metadata/name");
    int annotations =
        Json.texts(object, "/metadata/annotations").entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    if (annotations > MAX_ANNOTATION_BYTES) {
      throw StatusException.invalid(
          kind,
          name,
          "metadata.annotations",
          "Too long: may not be more than %d bytes".formatted(MAX_ANNOTATION_BYTES));
    }
    if (kind == ObjectKind.POD) {
      checkPodSpec(kind, name, "spec", object.path("spec"));
    }
    if (kind.hasTemplate()) {
      checkPodSpec(kind, name, "spec.template.spec", object.at("/spec/template/spec"));
      if (!Selectors.ofObject(object.at("/spec/selector"))
          .test(object.at("/spec/template/metadata/labels"))) {
        throw StatusException.invalid(
            kind,
            name,
            "spec.template.metadata.labels",
            "Invalid value: `selector` does not match template `labels`");
      }
      UpdateStrategies.check(kind, object);
    }
  }

  static void checkFixed(ObjectKind kind, ObjectNode before, ObjectNode after) {
    String name = Json.text(before, "/metadata/name");
    if (kind == ObjectKind.STATEFUL_SET
        && !withoutChangeable(before).equals(withoutChangeable(after))) {
      throw StatusException.invalid(
          kind,
          name,
          "spec",
          "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals',"
              + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
              + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }
    if (kind.hasTemplate()
        && !Objects.equals(before.at("/spec/selector"), after.at("/spec/selector"))) {
      throw StatusException.invalid(
          kind, name, "spec.selector", "Invalid value: field is immutable");
    }
    if (kind == ObjectKind.POD && !withoutImages(before).equals(withoutImages(after))) {
      throw StatusException.invalid(
          kind,
          name,
          "spec",
          "Forbidden: pod updates may not change fields other than `spec.containers[*].image`");
    }
  }

  private static JsonNode withoutChangeable(ObjectNode statefulSet) {
    JsonNode spec = statefulSet.path("spec").deepCopy();
    ((ObjectNode) spec).remove(CHANGEABLE_IN_STATEFUL_SETS);
    return spec;
  }

  private static JsonNode withoutImages(ObjectNode pod) {
    JsonNode spec = pod.path("spec").deepCopy();
    for (String list : CONTAINER_LISTS) {
      spec.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    ((ObjectNode) spec).remove("nodeName"); // the scheduler's
    return spec;
  }

  private static void checkPodSpec(ObjectKind kind, String name, String path, JsonNode spec) {
    if (spec.path("containers").isEmpty()) {
      throw StatusException.invalid(kind, name, path + ".containers", "Required value");
    }
    Set<String> volumes = new HashSet<>();
    spec.path("volumes").forEach(volume -> volumes.add(Json.text(volume, "/name")));
    Set<String> names = new HashSet<>();
    for (String list : CONTAINER_LISTS) {
      int index = 0;
      for (JsonNode container : spec.path(list)) {
        String where = "%s.%s[%d]".formatted(path, list, index++);
        String own = Json.text(container, "/name");
        if (own.isEmpty()) {
          throw StatusException.invalid(kind, name, where + ".name", "Required value");
        }
        if (!names.add(own)) {
          throw StatusException.invalid(
              kind, name, where + ".name", "Duplicate value: \"" + own + "\"");
        }
        if (Json.text(container, "/image").isEmpty()) {
          throw StatusException.invalid(kind, name, where + ".image", "Required value");
        }
        for (JsonNode mount : container.path("volumeMounts")) {
          String volume = Json.text(mount, "/name");
          if (!volumes.contains(volume)) {
            throw StatusException.invalid(
                kind, name, where + ".volumeMounts", "Not found: \"" + volume + "\"");
          }
        }
      }
    }
  }
}
