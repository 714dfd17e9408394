package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.failure.ClusterFailures;
import dev.hawser.cluster.lease.Claim;
import dev.hawser.cluster.lease.ClusterLeases;
import dev.hawser.cluster.lease.HeldLease;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.lease.LeaseStore;
import dev.hawser.cluster.lease.Pace;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.reaper.ReaperPost;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Who has which workload of a namespace: sessions begin with a Lease, and end with an undo and the
/// Lease's removal, by themselves or by others.
///
/// Methods block, as those of [Cluster].
public final class Sessions {
  private static final int FORBIDDEN = 403;
  private static final String UNKNOWN_YET = "(known when it is made)";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final Changes changes;
  private final LeaseStore leases;
  private final ClusterFailures failures;

  Sessions(
      Cluster cluster,
      KubernetesClient client,
      Changes changes,
      LeaseStore leases,
      ClusterFailures failures) {
    this.cluster = cluster;
    this.client = client;
    this.changes = changes;
    this.leases = leases;
    this.failures = failures;
  }

  /// Takes the Lease of a workload if nobody has it who is alive, and begins to renew it.
  ///
  /// @param orphanAfter for how long others wait for a renewal before they undo the session
  /// @param progress told in a few words if this takes long
  /// @throws FailureException if somebody has it; the message says who
  public HeldLease claim(
      Workload workload, Holder holder, Duration orphanAfter, Consumer<String> progress) {
    return failures.during(
        "take the lease of " + workload,
        () ->
            hold(
                new Claim(leases, Pace.REAL)
                    .acquire(
                        workload,
                        holder,
                        orphanAfter,
                        () -> changes.isChanged(workload, any -> true),
                        progress)));
  }

  /// Takes the Lease of a workload whoever has it; [#undoFormer] has to follow.
  public HeldLease takeOver(Workload workload, Holder holder, Duration orphanAfter) {
    return failures.during(
        "take over " + workload,
        () -> hold(new Claim(leases, Pace.REAL).takeOver(workload, holder, orphanAfter)));
  }

  /// Undoes what another session has changed, after its Lease was taken.
  public Restoration undoFormer(Workload workload, Holder holder) {
    Restoration restoration =
        failures.during(
            "undo the former session of " + workload,
            () -> changes.undo(workload, former -> !former.session().equals(holder.session())));
    if (workload.kind() != WorkloadKind.DEPLOYMENT) { // where more than a patch may be to undo
      cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT);
    }
    return restoration;
  }

  /// Posts the watchman in the cluster, which undoes the session when its Lease falls silent.
  ///
  /// @param developers which rights for a session the user has
  /// @return why there is none, in words; empty if there is
  public Optional<String> postReaper(
      WorkloadLease lease, String image, List<AccessReview.Answer> developers) {
    return failures.during(
        "post a reaper for " + lease.workload(),
        () ->
            new ReaperPost(client, developers)
                .post(lease, image, () -> changes.pullSecrets(lease.workload())));
  }

  /// What holding a workload would make: the Lease, and the reaper if one is wanted and may be had.
  /// Its objects are named by the Lease's uid, which is not known before.
  ///
  /// @param reaperImage the agent's; empty where no reaper is wanted
  /// @param developers which rights for a session the user has
  public List<PlannedChange> planned(
      Workload workload,
      Holder holder,
      Duration orphanAfter,
      Optional<String> reaperImage,
      List<AccessReview.Answer> developers) {
    WorkloadLease lease =
        new WorkloadLease(workload, UNKNOWN_YET, "", holder, Instant.now(), orphanAfter, "");
    List<PlannedChange> changes = new ArrayList<>();
    changes.add(PlannedChange.creation(ClusterLeases.manifest(workload, holder, orphanAfter)));
    reaperImage.ifPresent(image -> addReaper(changes, lease, image, developers));
    return List.copyOf(changes);
  }

  private void addReaper(
      List<PlannedChange> planned,
      WorkloadLease lease,
      String image,
      List<AccessReview.Answer> developers) {
    failures
        .during(
            "read " + lease.workload(),
            () ->
                new ReaperPost(client, developers)
                    .planned(lease, image, changes.pullSecrets(lease.workload())))
        .forEach(object -> planned.add(PlannedChange.creation(object)));
  }

  /// Where the Leases are.
  public LeaseStore leases() {
    return leases;
  }

  private HeldLease hold(WorkloadLease lease) {
    HeldLease held =
        new HeldLease(
            leases,
            lease,
            () ->
                changes.isChanged(
                    lease.workload(), mark -> mark.session().equals(lease.holder().session())));
    held.start();
    return held;
  }

  /// The Lease of a workload now.
  public Optional<WorkloadLease> lease(Workload workload) {
    return failures.during("read the lease of " + workload, () -> leases.read(workload));
  }

  /// Gives a Lease back: the session has ended and left nothing.
  public void release(HeldLease lease) {
    failures.during(
        "remove the lease of " + lease.lease().workload(),
        () -> {
          lease.release();
          return lease;
        });
  }

  /// Whether the workload bears the mark of this session.
  public boolean isChangedBy(Workload workload, String session) {
    return failures.during(
        "read " + workload,
        () -> changes.isChanged(workload, mark -> mark.session().equals(session)));
  }

  /// The sessions that have a trace in this namespace, of whomever.
  ///
  /// @param limit for how long to wait for a sign of life of each
  /// @param unseen told of each kind of workload that the user may not list
  public List<FoundSession> observe(Duration limit, Consumer<WorkloadKind> unseen) {
    return failures.during(
        "look for sessions in namespace " + cluster.namespace(),
        () -> new SessionSearch(changes, leases, Pace.REAL, unseen).observe(limit));
  }

  /// Every workload of the namespace that has a trace of a session.
  ///
  /// @param unseen told of each kind of workload that the user may not list
  public Set<Workload> touched(Consumer<WorkloadKind> unseen) {
    return failures.during(
        "look for sessions in namespace " + cluster.namespace(),
        () -> new SessionSearch(changes, leases, Pace.REAL, unseen).workloads());
  }

  /// Puts the original back by its undo record, whoever made the session; a live one ends by it.
  /// [#complete] has to follow.
  ///
  /// @param restorer takes the Lease meanwhile, so that nobody renews it
  /// @throws FailureException of kind RESTORE_INCOMPLETE for a record that cannot be read
  public Restoration restore(Workload workload, Holder restorer) {
    return failures.during(
        "restore " + workload,
        () -> {
          unlessForbidden(
              () ->
                  leases
                      .read(workload)
                      .ifPresent(
                          lease ->
                              new Claim(leases, Pace.REAL)
                                  .takeOver(workload, restorer, lease.orphanAfter())));
          return changes.undo(workload, any -> true);
        });
  }

  /// Waits for the original pods after a restoration and then removes the Lease, and with it all
  /// that belongs to it.
  ///
  /// @return as [Cluster#awaitOriginals]
  public boolean complete(Restoration restoration, Holder restorer, Duration limit) {
    boolean ready = cluster.awaitOriginals(restoration, limit);
    failures.during(
        "remove the lease of " + restoration.workload(),
        () -> {
          unlessForbidden(() -> giveUp(restoration.workload(), restorer.session()));
          return ready;
        });
    return ready;
  }

  /// Whoever may not touch Leases puts originals back all the same; the Lease falls silent.
  private static void unlessForbidden(Runnable work) {
    try {
      work.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN) {
        throw e;
      }
    }
  }

  private void giveUp(Workload workload, String session) {
    while (true) {
      Optional<WorkloadLease> ours =
          leases.read(workload).filter(lease -> lease.holder().session().equals(session));
      if (ours.isEmpty() || leases.delete(ours.get())) {
        return;
      }
    }
  }

  /// Undoes what this session has changed, and nothing of another's.
  public Restoration undo(Workload workload, String session) {
    return failures.during(
        "restore " + workload,
        () -> changes.undo(workload, mark -> mark.session().equals(session)));
  }

  /// Undoes whoever's change it is and waits for the originals; the Lease stays.
  public void undoAnyones(Workload workload) {
    Restoration restoration =
        failures.during("restore " + workload, () -> changes.undo(workload, any -> true));
    cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT);
  }

  /// All of a session's end: undo, wait for the originals, remove the Lease. Twice is harmless.
  public void end(Workload workload, String session) {
    Restoration restoration = undo(workload, session);
    cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT);
    failures.during(
        "remove the lease of " + workload,
        () -> {
          giveUp(workload, session);
          return session;
        });
  }
}
