package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.node.AtomicDirectory.Content;
import dev.hawser.sandbox.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// The volumes of one pod, laid out below one directory a container as they would lie below `/`.
///
/// @param directory the pod's
record Volumes(ObjectNode pod, References references, Path directory) {
  private static final int DEFAULT_MODE = 0644;

  /// What is `/` to the container.
  Path root(JsonNode container) {
    return directory.resolve(Json.text(container, "/name")).resolve("root");
  }

  /// Lays out, or brings up to date, the container's mounts.
  ///
  /// @throws MissingReferenceException if a ConfigMap or Secret that is not optional is missing
  void mount(JsonNode container) throws IOException {
    Files.createDirectories(root(container));
    for (JsonNode mount : container.path("volumeMounts")) {
      JsonNode volume = volume(Json.text(mount, "/name"));
      Path target = root(container).resolve(Json.text(mount, "/mountPath").replaceAll("^/+", ""));
      String subPath = Json.text(mount, "/subPath");
      if (volume.has("emptyDir")) {
        share(volume, subPath, target);
      } else if (subPath.isEmpty()) {
        AtomicDirectory.write(target, files(volume));
      } else if (Files.notExists(target)) { // as in a pod, it stays what it was at first
        Content file = files(volume).get(subPath);
        if (file == null) {
          throw new MissingReferenceException("volume has no file " + subPath);
        }
        file.writeTo(target);
      }
    }
  }

  private JsonNode volume(String name) {
    for (JsonNode volume : pod.at("/spec/volumes")) {
      if (Json.text(volume, "/name").equals(name)) {
        return volume;
      }
    }
    throw new MissingReferenceException("volume \"" + name + "\" not found");
  }

  private void share(JsonNode volume, String subPath, Path target) throws IOException {
    Path own = directory.resolve("volumes").resolve(Json.text(volume, "/name")).resolve(subPath);
    Files.createDirectories(own);
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectories(target.getParent());
    if (Files.notExists(target)) {
      Files.createSymbolicLink(target, own);
    }
  }

  private Map<String, Content> files(JsonNode volume) {
    for (String kind : new String[] {"configMap", "secret", "downwardAPI"}) {
      if (volume.has(kind)) {
        return files(kind, volume.path(kind), DEFAULT_MODE);
      }
    }
    if (volume.has("projected")) {
      Map<String, Content> files = new LinkedHashMap<>();
      int mode = Json.number(volume, "/projected/defaultMode", DEFAULT_MODE);
      for (JsonNode source : volume.at("/projected/sources")) {
        source
            .properties()
            .forEach(entry -> files.putAll(files(entry.getKey(), entry.getValue(), mode)));
      }
      return files;
    }
    throw new MissingReferenceException(
        "the sandbox has no volumes of this kind: " + Json.text(volume, "/name"));
  }

  private Map<String, Content> files(String kind, JsonNode source, int otherwise) {
    int mode = Json.number(source, "/defaultMode", otherwise);
    return switch (kind) {
      case "configMap" -> chosen(source, references.configMap(source), mode);
      case "secret" -> chosen(source, references.secret(source), mode);
      case "downwardAPI" -> {
        Map<String, Content> files = new LinkedHashMap<>();
        for (JsonNode item : source.path("items")) {
          String value = References.field(pod, Json.text(item, "/fieldRef/fieldPath"));
          files.put(
              Json.text(item, "/path"),
              new Content(
                  value.getBytes(StandardCharsets.UTF_8), Json.number(item, "/mode", mode)));
        }
        yield files;
      }
      default -> throw new MissingReferenceException("the sandbox cannot project a " + kind);
    };
  }

  private static Map<String, Content> chosen(
      JsonNode source, Map<String, byte[]> content, int mode) {
    Map<String, Content> files = new LinkedHashMap<>();
    if (source.path("items").isEmpty()) {
      content.forEach((key, value) -> files.put(key, new Content(value, mode)));
    }
    for (JsonNode item : source.path("items")) {
      byte[] value = content.get(Json.text(item, "/key"));
      if (value != null) {
        files.put(Json.text(item, "/path"), new Content(value, Json.number(item, "/mode", mode)));
      } else if (!source.path("optional").asBoolean()) {
        throw new MissingReferenceException("references non-existent key: " + item.path("key"));
      }
    }
    return files;
  }
}
