package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.ChangeReport;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.lease.HeldLease;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Swaps, and sees to it that what was swapped is put back and the Lease given back, once,
/// whichever way the session ends.
///
/// ```
///  HELD ──swap──► CHANGED ──restore──► RESTORED ──release──► RELEASED
///    │               └──abandon, or the cluster stays out of reach──► the watchmen's
///    └──release──► RELEASED
/// ```
final class Restoring {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private enum State {
    HELD,
    CHANGED,
    RESTORED,
    RELEASED
  }

  private final Cluster cluster;
  private final Workload workload;
  private final HeldLease lease;
  private final LocalGuard guard;
  private final Console console;
  private volatile State state = State.HELD;
  private volatile Optional<Duration> reaperAfter = Optional.empty();

  Restoring(
      Cluster cluster, Workload workload, HeldLease lease, LocalGuard guard, Console console) {
    this.cluster = cluster;
    this.workload = workload;
    this.lease = lease;
    this.guard = guard;
    this.console = console;
  }

  LocalGuard guard() {
    return guard;
  }

  /// The reaper is posted.
  ///
  /// @param orphanAfter how long after the last heartbeat it acts
  void onReaper(Duration orphanAfter) {
    reaperAfter = Optional.of(orphanAfter);
  }

  /// What is changed, and who undoes it.
  ChangeReport report(Plan plan) {
    return new ChangeReport(
        workload.toString(),
        switch (state) {
          case HELD -> ChangeReport.State.PLANNED;
          case CHANGED -> ChangeReport.State.CHANGED;
          case RESTORED, RELEASED -> ChangeReport.State.RESTORED;
        },
        "container %s runs %s; what was there before is in an annotation of the same object"
            .formatted(plan.target().container(), plan.request().image()),
        watchmen(),
        command());
  }

  private List<String> watchmen() {
    List<String> watchmen = new ArrayList<>(List.of("this session, at its end"));
    if (guard.isPosted()) {
      watchmen.add("the guard on this machine, as soon as its process is gone");
    }
    reaperAfter.ifPresent(
        after ->
            watchmen.add(
                "the reaper in the cluster, %d s after the last heartbeat"
                    .formatted(after.toSeconds())));
    return watchmen;
  }

  Swap swap(Plan plan) {
    state = State.CHANGED; // from before the write, for its answer may get lost
    try {
      Swap swap = cluster.apply(plan);
      guard.prepare(swap);
      return swap;
    } catch (FailureException e) {
      if (!isPerhapsOurs()) {
        state = State.HELD;
      }
      throw e;
    }
  }

  private boolean isPerhapsOurs() {
    try {
      return cluster.sessions().isChangedBy(workload, session());
    } catch (FailureException e) {
      return true; // the undo finds out
    }
  }

  private String session() {
    return lease.lease().holder().session();
  }

  /// Puts the original back and waits for its pods, and then for the agents to end, which serve
  /// meanwhile and a little longer. What another session has made of the workload by then is left
  /// alone.
  ///
  /// @param links to the agents
  /// @throws FailureException of kind RESTORE_INCOMPLETE, with the command that does it later
  void restore(AgentLinks links) {
    if (state != State.CHANGED) {
      return;
    }
    Stopwatch watch = new Stopwatch(console);
    console.tell(
        new Event.Note("putting the original back (Ctrl-C again: leave it to the watchmen)"));
    try {
      Restoration restoration = patiently(() -> cluster.sessions().undo(workload, session()));
      restoration
          .foreignEdits()
          .forEach(edit -> console.tell(new Event.Warning("left as it is: " + edit)));
      boolean ready = patiently(() -> cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT));
      state = State.RESTORED;
      watch.lap("restore", outcome(restoration, ready));
      if (ready && restoration.outcome() != Restoration.Outcome.ANOTHERS) {
        links.awaitEnd();
        watch.lap("leave", "nothing comes to this machine any more");
      }
    } catch (FailureException e) {
      throw new Failure(
              FailureKind.RESTORE_INCOMPLETE,
              "%s was not put back: %s".formatted(workload, e.failure().what()),
              "run: " + command())
          .asException(e);
    }
  }

  /// Each step is harmless when done twice, so an API server that is away for a while is waited
  /// for.
  private <T> T patiently(Supplier<T> step) {
    long startNs = System.nanoTime();
    boolean told = false;
    while (true) {
      try {
        return step.get();
      } catch (FailureException e) {
        if (e.failure().kind() != FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN
            || System.nanoTime() - startNs > PATIENCE.toNanos()) {
          throw e;
        }
        if (!told) {
          console.tell(
              new Event.Warning(
                  "%s; trying on for %d s".formatted(e.failure().what(), PATIENCE.toSeconds())));
          told = true;
        }
        pause(e);
      }
    }
  }

  private static void pause(FailureException last) {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw last;
    }
  }

  private static String outcome(Restoration restoration, boolean ready) {
    String name = restoration.workload().toString();
    return switch (restoration.outcome()) {
      case RESTORED ->
          ready
              ? name + " is as it was, and its pods are ready"
              : name + " is as it was; its pods are not ready yet";
      case NOTHING_TO_RESTORE ->
          name + " bears no mark: it was never changed, was put back, or made again";
      case ANOTHERS -> name + " is another session's now";
      case GONE -> name + " does not exist any more";
    };
  }

  /// Gives the Lease back and sends the guard home, unless a change is left for the watchmen.
  void release() {
    if (state == State.CHANGED) {
      lease.close(); // its silence is what they wait for
      return;
    }
    try {
      patiently(
          () -> {
            cluster.sessions().release(lease);
            return workload;
          });
      state = State.RELEASED;
      guard.dismiss();
    } catch (FailureException e) {
      console.tell(
          new Event.Warning("the lease of %s remains: %s".formatted(workload, e.failure().what())));
    }
  }

  /// The user does not wait for the end.
  void abandon() {
    if (state != State.CHANGED) {
      Runtime.getRuntime().halt(FailureKind.INTERRUPTED.exitCode());
    }
    console.tell(
        new Event.Failed(
            new Failure(
                FailureKind.RESTORE_INCOMPLETE,
                "%s is still changed; %s".formatted(workload, guard.outlook()),
                "run: " + command())));
    Runtime.getRuntime().halt(FailureKind.RESTORE_INCOMPLETE.exitCode());
  }

  private String command() {
    String context = cluster.context().isEmpty() ? "" : " --context " + cluster.context();
    return "hawser restore %s -n %s%s"
        .formatted(TargetName.of(workload), workload.namespace(), context);
  }
}
