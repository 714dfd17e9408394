package dev.hawser.cluster.target;

import java.util.List;
import java.util.Optional;

/// Asks which container is meant, where nothing tells.
@FunctionalInterface
public interface ContainerQuestion {
  /// Where nobody can be asked.
  ContainerQuestion NOBODY = (workload, containers) -> Optional.empty();

  /// @param containers their names, in the pod's order
  /// @return one of them; empty if there is no answer. May block.
  Optional<String> ask(Workload workload, List<String> containers);
}
