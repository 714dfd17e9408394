package dev.hawser.sandbox.control;

import dev.hawser.sandbox.store.ChangeLoop;
import dev.hawser.sandbox.store.Store;
import java.util.List;

/// Brings the cluster to what its objects say: after any write every controller looks at
/// everything again, until nothing changes. Small clusters only.
public final class ControlLoop implements AutoCloseable {
  private final ChangeLoop loop;

  public ControlLoop(Store store) {
    loop =
        new ChangeLoop(
            store,
            kind -> true,
            List.of(
                new Cleanup(store)::reconcile,
                new Deployments(store)::reconcile,
                new ReplicaSets(store)::reconcile,
                new StatefulSets(store)::reconcile,
                new DaemonSets(store)::reconcile,
                new ServiceEndpoints(store)::reconcile));
  }

  @Override
  public void close() {
    loop.close();
  }
}
