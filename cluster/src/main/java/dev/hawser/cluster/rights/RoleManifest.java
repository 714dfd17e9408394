package dev.hawser.cluster.rights;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A Role and its RoleBinding as YAML for `kubectl apply`, with the reason of each rule as a
/// comment. Pure.
public final class RoleManifest {
  private static final String NAME = "hawser";

  private final String namespace;
  private final Subject subject;

  public RoleManifest(String namespace, Subject subject) {
    this.namespace = namespace;
    this.subject = subject;
  }

  /// All of the rights, those that may be left out last.
  public String full(List<Right> rights) {
    return role(
        "What connecting with Hawser needs in namespace %s, and what makes it better."
            .formatted(namespace),
        rules(rights, ""));
  }

  /// Only what there is no session without; the rest is there as comments.
  public String smallest(List<Right> rights) {
    return smallest(rights, Right::isNeeded);
  }

  /// The same with what it takes to have a watchman in the cluster.
  public String smallestWithReaper(List<Right> rights) {
    return smallest(rights, right -> right.isNeeded() || RequiredRights.isForReaper(right));
  }

  private String smallest(List<Right> rights, Predicate<Right> which) {
    List<Right> needed = rights.stream().filter(which).toList();
    List<Right> useful = rights.stream().filter(which.negate()).toList();
    return role(
        "The least with which connecting with Hawser works in namespace %s.".formatted(namespace),
        rules(needed, "") + "  # What is left out, and what that costs:\n" + rules(useful, "# "));
  }

  private String role(String title, String rules) {
    return """
        # %1$s
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: %2$s
          namespace: %3$s
        rules:
        %4$s---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: %2$s
          namespace: %3$s
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: %2$s
        subjects:
        %5$s"""
        .formatted(title, NAME, text(namespace), rules, subject());
  }

  private record Key(String group, String resource, String reason) {}

  private static String rules(List<Right> rights, String prefix) {
    Map<Key, List<String>> rules = new LinkedHashMap<>();
    for (Right right : rights) {
      rules.computeIfAbsent(key(right), key -> new ArrayList<>()).add(right.verb());
    }
    return rules.entrySet().stream()
        .map(rule -> rule(rule.getKey(), rule.getValue(), prefix))
        .collect(Collectors.joining());
  }

  private static Key key(Right right) {
    String since =
        right.sinceMinor() == 0 ? "" : " (from Kubernetes 1.%d on)".formatted(right.sinceMinor());
    return new Key(right.group(), right.resource(), right.reason() + since);
  }

  private static String rule(Key key, List<String> verbs, String prefix) {
    return """
          # %2$s
          %1$s- apiGroups: [%3$s]
          %1$s  resources: [%4$s]
          %1$s  verbs: [%5$s]
        """
        .formatted(
            prefix, key.reason(), text(key.group()), key.resource(), String.join(", ", verbs));
  }

  private String subject() {
    return switch (subject) {
      case Subject.User(String name) -> ofRbac("User", name);
      case Subject.Group(String name) -> ofRbac("Group", name);
      case Subject.ServiceAccount(String home, String name) ->
          "- kind: ServiceAccount\n  name: %s\n  namespace: %s\n".formatted(text(name), text(home));
    };
  }

  private static String ofRbac(String kind, String name) {
    return "- kind: %s\n  name: %s\n  apiGroup: rbac.authorization.k8s.io\n"
        .formatted(kind, text(name));
  }

  /// A JSON string is one of YAML's.
  private static String text(String value) {
    return new TextNode(value).toString();
  }
}
