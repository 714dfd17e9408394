package dev.hawser.cluster.rollout;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What an agent prints, for as long as its container runs.
@FunctionalInterface
public interface AgentOutput {

  /// Hands over each line once, from the first on, fit for a log; goes on after the API server
  /// ended the following. Blocks until the container has ended: virtual threads only.
  ///
  /// @param runs asked before it is followed anew
  /// @throws InterruptedException if the thread is
  void follow(Consumer<String> lines, BooleanSupplier runs) throws InterruptedException;
}
