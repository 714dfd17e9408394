package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import java.util.stream.Stream;

/// Everything is allowed but what the ConfigMap `hawser-sandbox-denied` of namespace `kube-system`
/// denies. Each of its values is lines of `VERB RESOURCE [NAMESPACE]`, as in `patch deployments` or
/// `create pods/portforward shop`; `*` stands for any. The ConfigMap itself cannot be denied.
record Denials(Store store) {
  private static final ObjectKey LIST =
      new ObjectKey(ObjectKind.CONFIG_MAP, "kube-system", "hawser-sandbox-denied");

  /// What is asked for, in RBAC's words.
  ///
  /// @param resource the plural, with the subresource after a slash
  record Right(String verb, String resource, String namespace) {
    boolean isIn(String line) {
      String[] words = line.strip().split("\\s+", 3);
      return words.length >= 2
          && is(words[0], verb)
          && is(words[1], resource)
          && (words.length == 2 || is(words[2], namespace));
    }

    private static boolean is(String pattern, String word) {
      return pattern.equals("*") || pattern.equals(word);
    }
  }

  boolean denies(Right right) {
    return store
        .find(LIST)
        .map(map -> Json.texts(map, "/data").values().stream())
        .orElse(Stream.empty())
        .flatMap(String::lines)
        .anyMatch(right::isIn);
  }

  /// @throws StatusException 403
  void check(String verb, ResourcePath path) {
    String resource =
        path.kind().plural() + (path.subresource().isEmpty() ? "" : "/" + path.subresource());
    if (!path.key().equals(LIST) && denies(new Right(verb, resource, path.namespace()))) {
      throw StatusException.forbidden(
          path.kind(),
          path.name(),
          "User \"hawser-sandbox\" cannot %s resource \"%s\" in API group \"%s\" in the namespace \"%s\""
              .formatted(verb, resource, path.kind().group(), path.namespace()));
    }
  }

  /// Answers a SelfSubjectAccessReview.
  ObjectNode review(ObjectNode review) {
    String subresource = Json.text(review, "/spec/resourceAttributes/subresource");
    Right right =
        new Right(
            Json.text(review, "/spec/resourceAttributes/verb"),
            Json.text(review, "/spec/resourceAttributes/resource")
                + (subresource.isEmpty() ? "" : "/" + subresource),
            Json.text(review, "/spec/resourceAttributes/namespace"));
    boolean denied = denies(right);
    boolean unknown = right.verb().equals("create") && !isKnown(review);
    ObjectNode status = review.putObject("status").put("allowed", !denied && !unknown);
    if (denied) {
      status.put("reason", "the sandbox was told to deny it");
    } else if (unknown) {
      status.put("reason", "the sandbox has none of these");
    }
    return review;
  }

  private static boolean isKnown(ObjectNode review) {
    String plural = Json.text(review, "/spec/resourceAttributes/resource");
    return Stream.of(ObjectKind.values()).anyMatch(kind -> kind.plural().equals(plural));
  }
}
