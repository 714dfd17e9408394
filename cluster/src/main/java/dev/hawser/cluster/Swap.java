package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.rollout.AgentPods;
import java.time.Duration;

/// A session's change of a Deployment, done and to be undone. Every method blocks; any thread.
public final class Swap {
  private final Cluster cluster;
  private final Changes.Done done;

  Swap(Cluster cluster, Changes.Done done) {
    this.cluster = cluster;
    this.done = done;
  }

  public SessionRecord record() {
    return done.session();
  }

  /// Starts to follow the agents that the change brings about; whoever asked closes it.
  public AgentPods agents(AgentPods.Listener listener) {
    return cluster.agents(done, listener);
  }

  /// Puts the original back. Twice is harmless, and so is it if somebody else did it before.
  public Restoration undo() {
    return cluster.undo(done.session().deployment());
  }

  /// See [Cluster#awaitOriginals].
  public boolean awaitOriginals(Restoration restoration, Duration limit) {
    return cluster.awaitOriginals(restoration, limit);
  }
}
