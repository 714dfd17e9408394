package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.PreparedUndo;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.rollout.AgentPods;
import java.util.Optional;

/// A session's change of a workload, done; [Cluster#restore] takes it back.
public final class Swap {
  private final Cluster cluster;
  private final Changes.Done done;
  private final Optional<DirectWay> direct;

  Swap(Cluster cluster, Changes.Done done, Optional<DirectWay> direct) {
    this.cluster = cluster;
    this.done = done;
    this.direct = direct;
  }

  /// What takes the change back without this process; asked for anew where tokens are short-lived.
  /// Blocks.
  public Optional<PreparedUndo> preparedUndo() {
    return cluster.preparedUndo(done);
  }

  /// Starts to follow the agents that the change brings about; whoever asked closes it.
  public AgentPods agents(AgentPods.Listener listener) {
    return cluster.agents(done, direct, listener);
  }
}
