package dev.hawser.cluster.lease;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Lease of a session that lives: renewed about every five seconds, so that others see it.
///
/// ```
///  HELD ──release──► given back
///    ├──close──────► no longer renewed, and left to whoever completes the undo
///    └──lost───────► somebody else has it, or the change was undone
/// ```
/// That the API server is out of reach is no loss. A Lease that was deleted while the change stands
/// is made again. Methods block, and may be called on any thread.
public final class HeldLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int RENEWALS_BEFORE_ORPHANED = 3;

  private final LeaseStore leases;
  private final BooleanSupplier isChangeOurs;
  private final CompletableFuture<LeaseLoss> lost = new CompletableFuture<>();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeat").factory());
  private volatile Consumer<WorkloadLease> onMadeAgain = again -> {};
  private volatile WorkloadLease lease; // written under this lock
  private boolean over; // guarded by this

  /// @param isChangeOurs whether this session's mark is on the workload
  public HeldLease(LeaseStore leases, WorkloadLease lease, BooleanSupplier isChangeOurs) {
    this.leases = leases;
    this.lease = lease;
    this.isChangeOurs = isChangeOurs;
  }

  /// Has it told when the Lease had to be made again: what belonged to it has gone with it.
  public void whenMadeAgain(Consumer<WorkloadLease> told) {
    onMadeAgain = told;
  }

  /// Begins to renew; call once.
  public void start() {
    beatIn(period());
  }

  private Duration period() {
    Duration third = lease().orphanAfter().dividedBy(RENEWALS_BEFORE_ORPHANED);
    return third.compareTo(PERIOD) < 0 ? third : PERIOD;
  }

  private void beatIn(Duration delay) {
    try {
      heart.schedule(this::beat, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // no renewal is wanted any more
    }
  }

  private void beat() {
    Duration next = period();
    try {
      renew();
    } catch (KubernetesClientException e) {
      LOG.info("the heartbeat did not arrive: {}", e.toString());
      next = PAUSE_AFTER_FAILURE;
    }
    beatIn(next);
  }

  /// Renews once.
  synchronized void renew() {
    if (over) {
      return;
    }
    Optional<WorkloadLease> renewed = leases.replace(lease, lease.holder(), lease.orphanAfter());
    if (renewed.isEmpty()) {
      renewed = afterForeignWrite();
    }
    renewed.ifPresent(now -> lease = now);
  }

  private Optional<WorkloadLease> afterForeignWrite() {
    Optional<WorkloadLease> there = leases.read(lease.workload());
    if (there.isPresent()) {
      if (there.get().holder().equals(lease.holder())) {
        return there; // a renewal whose answer got lost, or somebody's remark on it
      }
      lose(new LeaseLoss.TakenOver(there.get().holder()));
    } else if (isChangeOurs.getAsBoolean()) {
      Optional<WorkloadLease> again =
          leases.create(lease.workload(), lease.holder(), lease.orphanAfter());
      again.ifPresent(onMadeAgain);
      return again;
    } else {
      lose(new LeaseLoss.Restored());
    }
    return Optional.empty();
  }

  private void lose(LeaseLoss loss) {
    LOG.warn("the lease of {} is lost: {}", lease.workload(), loss);
    over = true;
    // whoever waits for it does more than this thread should
    Thread.ofVirtual().name("lease lost").start(() -> lost.complete(loss));
  }

  public WorkloadLease lease() {
    return lease;
  }

  /// Completed if it is lost, on a thread that may block.
  public CompletableFuture<LeaseLoss> lost() {
    return lost;
  }

  /// Gives it back, unless somebody else has it by now: the session has ended and left nothing.
  public void release() {
    close();
    synchronized (this) {
      over = true;
      while (!leases.delete(lease)) {
        Optional<WorkloadLease> there = leases.read(lease.workload());
        if (there.filter(one -> one.holder().equals(lease.holder())).isEmpty()) {
          return;
        }
        lease = there.get();
      }
    }
  }

  /// Ends the renewing, and nothing else.
  @Override
  public void close() {
    heart.shutdownNow();
  }
}
