package dev.hawser.cluster.reaper;

import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.lease.LeaseStore;
import dev.hawser.cluster.lease.Pace;
import dev.hawser.cluster.lease.Silence;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Watches one workload's Lease, whoever holds it, and undoes the session when it falls silent.
///
/// ```
///  WATCHING ──silent for orphanAfter── takes the Lease ──► UNDOING ──► the Lease is removed: over
///     │  ▲                                   └── a renewal was faster ──► WATCHING
///     └──┴─ the API server is out of reach: nothing is known, the silence is counted anew
/// ```
/// Taking the Lease is what keeps a session that wakes up just then from going on: it loses the
/// Lease and ends. One thread; blocks.
final class Reaper {
  static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
  private static final Holder REAPER = Holder.restorer("the reaper in the cluster");

  /// What it does to the workload.
  interface Undo {
    /// Undo, wait for the originals.
    void run();
  }

  private final LeaseStore leases;
  private final Workload workload;
  private final Undo undo;
  private final Pace pace;
  private final Consumer<String> log;

  Reaper(LeaseStore leases, Workload workload, Undo undo, Pace pace, Consumer<String> log) {
    this.leases = leases;
    this.workload = workload;
    this.undo = undo;
    this.pace = pace;
    this.log = log;
  }

  /// Returns when there is no Lease any more.
  void watch() {
    Silence silence = new Silence(pace, LONGEST_GAP);
    while (true) {
      try {
        Optional<WorkloadLease> lease = leases.read(workload);
        if (lease.isEmpty()) {
          log.accept("there is no lease any more: over");
          return;
        }
        Duration silent = silence.observe(lease.get());
        if (isDue(lease.get(), silent) && reap(lease.get(), silent)) {
          return;
        }
      } catch (KubernetesClientException e) {
        silence.interrupt();
        log.accept("the API server was asked in vain: " + e.getMessage());
      }
      pace.pause(PERIOD);
    }
  }

  private static boolean isDue(WorkloadLease lease, Duration silent) {
    return lease.holder().equals(REAPER) // this, before it was restarted
        || silent.compareTo(lease.orphanAfter()) > 0;
  }

  private boolean reap(WorkloadLease lease, Duration silent) {
    Optional<WorkloadLease> ours = leases.replace(lease, REAPER, lease.orphanAfter());
    if (ours.isEmpty()) {
      return false;
    }
    log.accept(
        "%s of %s is undone: no heartbeat for %d s"
            .formatted(workload, lease.holder(), silent.toSeconds()));
    try {
      undo.run();
    } catch (FailureException e) {
      log.accept(e.failure().what());
      if (e.failure().kind() != FailureKind.RESTORE_INCOMPLETE) {
        return false; // tried again
      }
      log.accept(e.failure().advice());
    }
    // somebody may have taken over meanwhile: then it is theirs, and watched on
    return leases.delete(ours.get());
  }
}
