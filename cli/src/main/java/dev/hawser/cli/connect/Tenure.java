package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.lease.HeldLease;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.lease.LeaseLoss;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a session comes to hold its workload: first the guard is posted, then the Lease is taken, so
/// that nothing is ever held that nobody would give back.
final class Tenure {
  private final Cluster cluster;
  private final Holder holder;
  private final ConnectRequest request;
  private final SessionDirectory directory;
  private final List<AccessReview.Answer> rights;
  private final Console console;
  private @Nullable LocalGuard guard;
  private @Nullable HeldLease lease;
  private @Nullable Restoring restoring;

  /// @param rights which ones for a session the user has
  Tenure(
      Cluster cluster,
      Holder holder,
      ConnectRequest request,
      SessionDirectory directory,
      List<AccessReview.Answer> rights,
      Console console) {
    this.cluster = cluster;
    this.holder = holder;
    this.request = request;
    this.directory = directory;
    this.rights = rights;
    this.console = console;
  }

  /// Ends the session that has the workload, if there is one, with the user's consent.
  void takeOver(Workload workload) {
    Optional<WorkloadLease> there = cluster.sessions().lease(workload);
    there.ifPresent(this::requireConsent);
    post(workload);
    hold(workload, cluster.sessions().takeOver(workload, holder, request.orphanAfter()));
    cluster.sessions().undoFormer(workload, holder);
    there.ifPresent(
        former ->
            console.tell(
                new Event.Note(
                    "%s was taken over from %s".formatted(workload, former.holder().owner()))));
  }

  private void requireConsent(WorkloadLease former) {
    String what =
        "%s has %s since %s".formatted(former.holder().owner(), former.workload(), former.since());
    if (request.consented()) {
      return;
    }
    if (!Terminal.isInteractive()) {
      throw new Failure(
              FailureKind.USAGE, what, "--take-over needs --yes where nobody can be asked")
          .asException();
    }
    console.tell(new Event.Warning(what));
    if (!Terminal.confirm("End that session and take its place?")) {
      throw new Failure(FailureKind.INTERRUPTED, "not confirmed", "nothing was changed")
          .asException();
    }
  }

  /// Takes the Lease, unless it was taken over before.
  ///
  /// @throws FailureException if somebody else has it
  Restoring claim(Workload workload) {
    Restoring held = restoring;
    if (held == null) {
      post(workload);
      held =
          hold(
              workload,
              cluster
                  .sessions()
                  .claim(
                      workload,
                      holder,
                      request.orphanAfter(),
                      text -> console.tell(new Event.Note(text))));
    }
    postReaper(held);
    return held;
  }

  private LocalGuard post(Workload workload) {
    LocalGuard posted = guard;
    if (posted == null) {
      posted = LocalGuard.post(cluster, workload, holder, directory, console);
      guard = posted;
    }
    return posted;
  }

  private Restoring hold(Workload workload, HeldLease held) {
    Restoring made = new Restoring(cluster, workload, held, post(workload), console);
    lease = held;
    restoring = made;
    return made;
  }

  /// Before the change, so that there is none that nobody would undo.
  private void postReaper(Restoring restored) {
    HeldLease held = lease;
    if (held == null || !request.reaper()) {
      return;
    }
    postReaper(held.lease())
        .ifPresentOrElse(
            why ->
                console.tell(
                    new Event.Warning(
                        "nobody in the cluster undoes the change should this machine vanish: "
                            + why)),
            () -> restored.onReaper(request.orphanAfter()));
    held.whenMadeAgain(this::postReaper);
  }

  private Optional<String> postReaper(WorkloadLease held) {
    return cluster.sessions().postReaper(held, request.agentImage(), rights);
  }

  /// Has it told, once, if somebody else ends the session.
  void whenLost(Consumer<FailureException> told) {
    if (lease != null) {
      Workload workload = lease.lease().workload();
      lease.lost().thenAccept(loss -> told.accept(failure(workload, loss)));
    }
  }

  private static FailureException failure(Workload workload, LeaseLoss loss) {
    String what =
        switch (loss) {
          case LeaseLoss.TakenOver(Holder by) when by.isRestorer() ->
              "%s was restored by %s".formatted(workload, by.owner());
          case LeaseLoss.TakenOver(Holder by) ->
              "%s was taken over by %s".formatted(workload, by.owner());
          case LeaseLoss.Restored() -> "%s was restored by somebody else".formatted(workload);
        };
    return new Failure(
            FailureKind.INTERRUPTED, what, "this session has ended; connect again to begin another")
        .asException();
  }

  /// Gives back what is held.
  void release() {
    if (restoring != null) {
      restoring.release();
    } else if (guard != null) {
      guard.dismiss();
    }
  }
}
