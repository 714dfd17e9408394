package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the API says of itself.
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private Discovery() {}

  /// Empty if the path is none of these.
  static Optional<JsonNode> answer(String path) {
    return switch (path) {
      case "/version" -> Optional.of(version());
      case "/api" -> {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        yield Optional.of(versions);
      }
      case "/apis" -> Optional.of(groups());
      case "/openapi/v3" -> Optional.of(Json.object().set("paths", Json.object()));
      default -> resources(path);
    };
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.0+hawser-sandbox")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-11-22T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "javac")
        .put("platform", System.getProperty("os.name") + "/" + System.getProperty("os.arch"));
  }

  private static ObjectNode groups() {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    Stream.of(ObjectKind.values())
        .filter(kind -> !kind.group().isEmpty())
        .map(kind -> List.of(kind.group(), kind.version()))
        .distinct()
        .forEach(
            group -> {
              ObjectNode entry = groups.addObject().put("name", group.getFirst());
              ObjectNode version =
                  Json.object()
                      .put("groupVersion", group.getFirst() + "/" + group.getLast())
                      .put("version", group.getLast());
              entry.putArray("versions").add(version);
              entry.set("preferredVersion", version);
            });
    return list;
  }

  private static Optional<JsonNode> resources(String path) {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    String groupVersion = path.replaceFirst("^/apis?/", "");
    list.put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.apiVersion().equals(groupVersion)) {
        add(resources, kind, kind.plural(), kind.kind());
        if (kind.hasStatus()) {
          add(resources, kind, kind.plural() + "/status", kind.kind());
        }
        if (kind.isScalable()) {
          add(resources, kind, kind.plural() + "/scale", "Scale");
        }
        if (kind == ObjectKind.POD) {
          add(resources, kind, "pods/log", "Pod");
          add(resources, kind, "pods/exec", "PodExecOptions");
          add(resources, kind, "pods/portforward", "PodPortForwardOptions");
        }
      }
    }
    return resources.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static void add(ArrayNode resources, ObjectKind kind, String name, String type) {
    ObjectNode resource = resources.addObject();
    resource.put("name", name).put("singularName", kind.singular());
    resource.put("namespaced", kind.isNamespaced()).put("kind", type);
    ArrayNode verbs = resource.putArray("verbs");
    VERBS.forEach(verbs::add);
    ArrayNode shortNames = Json.array();
    kind.shortNames().forEach(shortNames::add);
    if (!name.contains("/")) {
      resource.set("shortNames", shortNames);
    }
  }
}
