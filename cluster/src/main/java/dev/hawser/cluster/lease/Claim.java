package dev.hawser.cluster.lease;

import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How a session comes by the Lease of its workload, of which there is one.
///
/// ```
///  none ────────────────────────────── create ──► ours
///  somebody's, and the workload is changed ─────► refused, with the holder's name
///  somebody's, nothing changed ── a renewal seen ──► refused
///                              └─ none for orphanAfter ── replace ──► ours
/// ```
/// A write that comes too late is refused by the API server, and all is looked at again. Blocks.
public final class Claim {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);
  private static final int SHOWN_CHARACTERS = 100;

  private final LeaseStore leases;
  private final Pace pace;

  public Claim(LeaseStore leases, Pace pace) {
    this.leases = leases;
    this.pace = pace;
  }

  /// Takes the Lease if nobody has it who is alive.
  ///
  /// @param isChanged whether a session's mark is on the workload now
  /// @param progress told in a few words if this takes long
  /// @throws FailureException if somebody has it
  public WorkloadLease acquire(
      Workload workload,
      Holder holder,
      Duration orphanAfter,
      BooleanSupplier isChanged,
      Consumer<String> progress) {
    Optional<WorkloadLease> free = leases.create(workload, holder, orphanAfter);
    if (free.isPresent()) { // as nearly always, and in one request
      return free.get();
    }
    Silence silence = new Silence(pace, LONGEST_GAP);
    boolean told = false;
    while (true) {
      Optional<WorkloadLease> found = leases.read(workload);
      Optional<WorkloadLease> ours =
          found.isEmpty()
              ? leases.create(workload, holder, orphanAfter)
              : found.filter(lease -> lease.holder().equals(holder)); // an answer that got lost
      if (ours.isPresent()) {
        return ours.get();
      }
      if (found.isEmpty()) {
        continue; // somebody was faster
      }
      WorkloadLease lease = found.get();
      Duration silent = silence.observe(lease);
      if (silence.lastHeard().isPresent() || isChanged.getAsBoolean()) {
        throw held(lease);
      }
      if (silent.compareTo(lease.orphanAfter()) > 0) {
        Optional<WorkloadLease> taken = leases.replace(lease, holder, orphanAfter);
        if (taken.isPresent()) {
          return taken.get();
        }
      } else {
        if (!told) {
          progress.accept(
              "%s is held by %s, who has changed nothing; waiting up to %d s for a sign of life"
                  .formatted(workload, lease.holder().owner(), lease.orphanAfter().toSeconds()));
          told = true;
        }
        pace.pause(PAUSE);
      }
    }
  }

  /// Takes the Lease from whoever has it.
  public WorkloadLease takeOver(Workload workload, Holder holder, Duration orphanAfter) {
    while (true) {
      Optional<WorkloadLease> found = leases.read(workload);
      if (found.isPresent() && found.get().holder().equals(holder)) {
        return found.get();
      }
      Optional<WorkloadLease> taken =
          found.isEmpty()
              ? leases.create(workload, holder, orphanAfter)
              : leases.replace(found.get(), holder, orphanAfter);
      if (taken.isPresent()) {
        return taken.get();
      }
    }
  }

  private static FailureException held(WorkloadLease lease) {
    return new Failure(
            FailureKind.TARGET_UNSUITABLE,
            "%s is connected already, by %s since %s"
                .formatted(
                    lease.workload(),
                    PeerText.clean(lease.holder().owner(), SHOWN_CHARACTERS),
                    lease.since()),
            "end that session, or take its place: --take-over; hawser status -n %s tells its heartbeat"
                .formatted(lease.workload().namespace()))
        .asException();
  }
}
