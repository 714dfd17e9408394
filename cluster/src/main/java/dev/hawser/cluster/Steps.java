package dev.hawser.cluster;

/// Told of every step by which the cluster is changed, so that what a crash at any of them leaves
/// can be tried.
@FunctionalInterface
public interface Steps {
  Steps NONE = step -> {};

  /// @param step such as `before PATCH …/deployments/orders`; called on the thread that does it
  void at(String step);
}
