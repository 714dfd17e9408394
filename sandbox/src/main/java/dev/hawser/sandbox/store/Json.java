package dev.hawser.sandbox.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Objects of the API as trees. What is absent reads as empty text, zero or an empty list.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /// @throws StatusException 400 if it is not JSON
  public static JsonNode parse(byte[] text) {
    try {
      return MAPPER.readTree(text);
    } catch (java.io.IOException malformed) {
      throw StatusException.badRequest("the body is not JSON: " + malformed.getMessage());
    }
  }

  /// An object written in Java, for what the sandbox itself makes.
  public static ObjectNode parse(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText();
  }

  public static int number(JsonNode node, String pointer, int otherwise) {
    return node.at(pointer).asInt(otherwise);
  }

  /// Leaves a count of none unsaid, as statuses do.
  public static void putIfAny(ObjectNode status, String field, int count) {
    if (count > 0) {
      status.put(field, count);
    }
  }

  /// The object's members whose values are text, numbers or truth values.
  public static Map<String, String> texts(JsonNode node, String pointer) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.at(pointer).properties()) {
      texts.put(member.getKey(), member.getValue().asText());
    }
    return texts;
  }

  public static ObjectNode metadata(ObjectNode object) {
    return object.withObject("/metadata");
  }

  /// Takes out members that are `null`, as the API server does.
  static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().isNull());
    }
    node.forEach(Json::dropNulls);
  }

  /// Takes out members that say nothing: clients write them or not as they like.
  public static void dropEmpty(JsonNode node) {
    node.forEach(Json::dropEmpty);
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .removeIf(member -> member.getValue().isContainerNode() && member.getValue().isEmpty());
    }
  }

  /// The present time as Kubernetes writes it, to the second.
  public static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
