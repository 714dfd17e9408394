package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the pods of one namespace may refer to.
record References(Store store, String namespace) {

  /// The content of the ConfigMap that `reference` names; empty if it is optional and missing.
  Map<String, byte[]> configMap(JsonNode reference) {
    Map<String, byte[]> content = new LinkedHashMap<>();
    find(ObjectKind.CONFIG_MAP, reference)
        .ifPresent(
            map -> {
              Json.texts(map, "/data")
                  .forEach((key, text) -> content.put(key, text.getBytes(StandardCharsets.UTF_8)));
              Json.texts(map, "/binaryData")
                  .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text)));
            });
    return content;
  }

  /// The content of the Secret that `reference` names by `name` or `secretName`.
  Map<String, byte[]> secret(JsonNode reference) {
    Map<String, byte[]> content = new LinkedHashMap<>();
    find(ObjectKind.SECRET, reference)
        .ifPresent(
            secret ->
                Json.texts(secret, "/data")
                    .forEach((key, text) -> content.put(key, Base64.getDecoder().decode(text))));
    return content;
  }

  private Optional<ObjectNode> find(ObjectKind kind, JsonNode reference) {
    String name = Json.text(reference, reference.has("secretName") ? "/secretName" : "/name");
    Optional<ObjectNode> found = store.find(new ObjectKey(kind, namespace, name));
    if (found.isEmpty() && !reference.path("optional").asBoolean()) {
      throw new MissingReferenceException(
          "%s \"%s\" not found".formatted(kind.kind().toLowerCase(Locale.ROOT), name));
    }
    return found;
  }

  /// A field of the pod, as the downward API gives it.
  static String field(ObjectNode pod, String path) {
    int bracket = path.indexOf('[');
    if (bracket > 0) { // metadata.labels['name']
      String key = path.substring(bracket + 1, path.length() - 1).replaceAll("['\"]", "");
      String map = "/" + path.substring(0, bracket).replace('.', '/');
      return Json.texts(pod, map).getOrDefault(key, "");
    }
    String pointer = "/" + path.replace('.', '/');
    if (pod.at(pointer).isObject()) {
      return Json.texts(pod, pointer).entrySet().stream()
          .map(entry -> entry.getKey() + "=\"" + entry.getValue() + "\"")
          .collect(Collectors.joining("\n"));
    }
    return Json.text(pod, pointer);
  }
}
