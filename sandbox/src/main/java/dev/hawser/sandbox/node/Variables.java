package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The environment of a container, as the kubelet makes it.
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

  private Variables() {}

  /// @param references reads the ConfigMaps and Secrets of the pod's namespace
  /// @param before variables that the container's own may replace and refer to
  /// @throws MissingReferenceException if a ConfigMap or Secret that is not optional is missing
  static Map<String, String> of(
      ObjectNode pod, JsonNode container, References references, Map<String, String> before) {
    Map<String, String> variables = new LinkedHashMap<>(before);
    for (JsonNode source : container.path("envFrom")) {
      String prefix = Json.text(source, "/prefix");
      JsonNode map = source.path("configMapRef");
      Map<String, byte[]> content =
          map.isObject() ? references.configMap(map) : references.secret(source.path("secretRef"));
      content.forEach((name, value) -> variables.put(prefix + name, text(value)));
    }
    for (JsonNode variable : container.path("env")) {
      String name = Json.text(variable, "/name");
      if (variable.has("valueFrom")) {
        String value = referred(pod, variable.path("valueFrom"), references);
        if (value != null) {
          variables.put(name, value);
        }
      } else {
        variables.put(name, expand(Json.text(variable, "/value"), variables));
      }
    }
    return variables;
  }

  private static @Nullable String referred(ObjectNode pod, JsonNode from, References references) {
    JsonNode map = from.path("configMapKeyRef");
    JsonNode secret = from.path("secretKeyRef");
    if (from.has("fieldRef")) {
      return References.field(pod, Json.text(from, "/fieldRef/fieldPath"));
    }
    JsonNode reference = map.isObject() ? map : secret;
    Map<String, byte[]> content =
        map.isObject() ? references.configMap(map) : references.secret(secret);
    String key = Json.text(reference, "/key");
    byte[] value = content.get(key);
    if (value == null && !reference.path("optional").asBoolean()) {
      throw new MissingReferenceException(
          "couldn't find key %s in %s".formatted(key, Json.text(reference, "/name")));
    }
    return value == null ? null : text(value);
  }

  /// Replaces `$(NAME)` where the name is known; `$$` is a dollar.
  static String expand(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> {
              String name = match.group(1);
              return Matcher.quoteReplacement(
                  name == null ? "$" : variables.getOrDefault(name, match.group()));
            });
  }

  /// The variables by which a pod finds the services of its namespace.
  static Map<String, String> ofServices(List<ObjectNode> services) {
    Map<String, String> variables = new HashMap<>();
    for (ObjectNode service : services) {
      String address = Json.text(service, "/spec/clusterIP");
      if (address.isEmpty() || address.equals("None")) {
        continue;
      }
      String prefix =
          Json.text(service, "/metadata/name").toUpperCase(Locale.ROOT).replace('-', '_');
      variables.put(prefix + "_SERVICE_HOST", address);
      boolean first = true;
      for (JsonNode port : service.at("/spec/ports")) {
        String number = port.path("port").asText();
        String protocol = Json.text(port, "/protocol");
        if (first) {
          variables.put(prefix + "_SERVICE_PORT", number);
          variables.put(prefix + "_PORT", link(protocol, address, number));
          first = false;
        }
        if (port.hasNonNull("name")) {
          String name = Json.text(port, "/name").toUpperCase(Locale.ROOT).replace('-', '_');
          variables.put(prefix + "_SERVICE_PORT_" + name, number);
        }
        String portPrefix = prefix + "_PORT_" + number + "_" + protocol;
        variables.put(portPrefix, link(protocol, address, number));
        variables.put(portPrefix + "_PROTO", protocol.toLowerCase(Locale.ROOT));
        variables.put(portPrefix + "_PORT", number);
        variables.put(portPrefix + "_ADDR", address);
      }
    }
    return variables;
  }

  private static String link(String protocol, String address, String port) {
    return protocol.toLowerCase(Locale.ROOT) + "://" + address + ":" + port;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
