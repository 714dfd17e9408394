package dev.hawser.cli.init;

import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import java.util.List;
import java.util.Optional;

/// What there is to choose from.
public interface Surroundings {

  /// Of the kubeconfig, the current one first.
  List<String> contexts();

  /// One context and, once it is known, one namespace of it.
  Place place(String context, Optional<String> namespace);

  /// A namespace of a cluster.
  interface Place extends AutoCloseable {
    String namespace();

    /// Empty where this user may not list them.
    List<String> namespaces();

    List<String> services();

    /// Of the workload that the target means.
    List<String> containers(TargetName target);

    ResolvedTarget resolve(TargetName target, Optional<String> container);

    @Override
    void close();
  }
}
