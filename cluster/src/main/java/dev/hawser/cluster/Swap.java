package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.rollout.AgentPods;

/// A session's change of a Deployment, done; [Cluster#restore] takes it back.
public final class Swap {
  private final Cluster cluster;
  private final Changes.Done done;

  Swap(Cluster cluster, Changes.Done done) {
    this.cluster = cluster;
    this.done = done;
  }

  /// Starts to follow the agents that the change brings about; whoever asked closes it.
  public AgentPods agents(AgentPods.Listener listener) {
    return cluster.agents(done, listener);
  }
}
