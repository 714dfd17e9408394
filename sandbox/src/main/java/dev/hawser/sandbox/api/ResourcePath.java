package dev.hawser.sandbox.api;

import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a path of the API names: `/apis/apps/v1/namespaces/shop/deployments/orders/scale`.
///
/// @param namespace empty for all of them and for kinds without one
/// @param name empty for the list
/// @param subresource empty for the object itself
record ResourcePath(ObjectKind kind, String namespace, String name, String subresource) {
  private static final Set<String> OF_A_NAMESPACE = Set.of("status", "finalize");

  /// Empty if the API has no such path.
  static Optional<ResourcePath> parse(String path) {
    Deque<String> steps = new ArrayDeque<>(Stream.of(path.split("/", -1)).skip(1).toList());
    String root = next(steps);
    String group = root.equals("apis") ? next(steps) : "";
    if (!root.equals("api") && group.isEmpty()) {
      return Optional.empty();
    }
    String version = next(steps);
    String namespace = "";
    List<String> rest = List.copyOf(steps);
    if (rest.size() > 2
        && rest.getFirst().equals("namespaces")
        && !OF_A_NAMESPACE.contains(rest.get(2))) {
      next(steps);
      namespace = next(steps);
    }
    String home = namespace;
    return ObjectKind.find(group, version, next(steps))
        .map(kind -> new ResourcePath(kind, home, next(steps), String.join("/", steps)));
  }

  private static String next(Deque<String> steps) {
    return steps.isEmpty() ? "" : steps.removeFirst();
  }

  ObjectKey key() {
    return new ObjectKey(kind, namespace, name);
  }
}
