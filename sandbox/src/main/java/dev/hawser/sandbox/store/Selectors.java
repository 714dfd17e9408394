package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Which objects a query or a controller means. Label predicates are asked about the `labels`
/// object, field predicates about the whole object.
public final class Selectors {
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:(?<absent>!)?\\s*(?<key>[^\\s=!,()]+)"
              + "(?:\\s*(?<op>==|=|!=)\\s*(?<value>[^\\s,()]*)"
              + "|\\s+(?<set>in|notin)\\s*\\((?<values>[^)]*)\\))?)\\s*(?:,|$)");

  private Selectors() {}

  /// The `labelSelector` of a query.
  ///
  /// @throws StatusException 400 if it is not one
  public static Predicate<JsonNode> ofLabels(String text) {
    Predicate<JsonNode> all = labels -> true;
    Matcher matcher = REQUIREMENT.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw StatusException.badRequest("unable to parse labelSelector: " + text);
      }
      end = matcher.end();
      all = all.and(requirement(matcher));
    }
    return all;
  }

  private static Predicate<JsonNode> requirement(Matcher matcher) {
    String key = matcher.group("key");
    if (matcher.group("op") != null) {
      boolean negated = matcher.group("op").equals("!=");
      String value = matcher.group("value");
      return labels -> negated != (labels.has(key) && labels.path(key).asText().equals(value));
    }
    if (matcher.group("set") != null) {
      Set<String> values =
          Stream.of(matcher.group("values").split(",", -1))
              .map(String::strip)
              .collect(Collectors.toSet());
      boolean negated = matcher.group("set").equals("notin");
      return labels -> negated != (labels.has(key) && values.contains(labels.path(key).asText()));
    }
    boolean absent = matcher.group("absent") != null;
    return labels -> labels.has(key) != absent;
  }

  /// The `fieldSelector` of a query: any path of names, compared as text.
  public static Predicate<JsonNode> ofFields(String text) {
    Predicate<JsonNode> all = object -> true;
    for (String term : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      boolean negated = term.contains("!=");
      String[] sides = term.split(negated ? "!=" : "==?", 2);
      if (sides.length != 2) {
        throw StatusException.badRequest("invalid field selector: " + text);
      }
      String pointer = "/" + sides[0].strip().replace('.', '/');
      String value = sides[1].strip();
      all = all.and(object -> negated != Json.text(object, pointer).equals(value));
    }
    return all;
  }

  /// The `selector` of a workload; a Service's plain map is its `matchLabels`.
  public static Predicate<JsonNode> ofObject(JsonNode selector) {
    Map<String, String> labels = Json.texts(selector, "/matchLabels");
    Predicate<JsonNode> all = ofMap(labels);
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = Json.text(expression, "/key");
      Set<String> values =
          StreamSupport.stream(expression.path("values").spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.toSet());
      Predicate<JsonNode> has = object -> object.has(key);
      Predicate<JsonNode> in = has.and(object -> values.contains(object.path(key).asText()));
      all =
          all.and(
              switch (Json.text(expression, "/operator")) {
                case "In" -> in;
                case "NotIn" -> in.negate();
                case "Exists" -> has;
                default -> has.negate();
              });
    }
    return all;
  }

  public static Predicate<JsonNode> ofMap(Map<String, String> wanted) {
    return labels ->
        wanted.entrySet().stream()
            .allMatch(
                entry ->
                    labels.has(entry.getKey())
                        && labels.path(entry.getKey()).asText().equals(entry.getValue()));
  }
}
