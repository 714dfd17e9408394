package dev.hawser.cluster.target;

import java.util.Arrays;
import java.util.Optional;

/// An object whose pods serve a target.
public record Workload(WorkloadKind kind, String namespace, String name) {

  /// Reads what [#toString] writes.
  public static Optional<Workload> parse(String text, String namespace) {
    int slash = text.indexOf('/');
    return Arrays.stream(WorkloadKind.values())
        .filter(kind -> slash > 0 && kind.shortName().equals(text.substring(0, slash)))
        .map(kind -> new Workload(kind, namespace, text.substring(slash + 1)))
        .findFirst();
  }

  /// Where the API server has it.
  public String path() {
    return kind.path(namespace) + "/" + name;
  }

  /// Such as `deploy/orders`, as a user names it.
  @Override
  public String toString() {
    return kind.shortName() + "/" + name;
  }
}
