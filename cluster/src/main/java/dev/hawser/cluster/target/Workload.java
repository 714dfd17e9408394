package dev.hawser.cluster.target;

/// An object whose pods serve a target.
public record Workload(WorkloadKind kind, String namespace, String name) {

  /// Such as `deploy/orders`, as a user names it.
  @Override
  public String toString() {
    return kind.shortName() + "/" + name;
  }
}
