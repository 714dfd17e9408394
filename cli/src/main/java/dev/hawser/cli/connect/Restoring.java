package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.Optional;

/// Swaps, and sees to it that what was swapped is put back, once, whichever way the session ends.
///
/// ```
///  UNCHANGED ──swap──► CHANGED ──restore──► RESTORED
///                         └──abandon──► the process ends, and says how to restore
/// ```
final class Restoring {
  private enum State {
    UNCHANGED,
    CHANGED,
    RESTORED
  }

  private final Cluster cluster;
  private final Plan plan;
  private final Console console;
  private volatile State state = State.UNCHANGED;

  Restoring(Cluster cluster, Plan plan, Console console) {
    this.cluster = cluster;
    this.plan = plan;
    this.console = console;
  }

  Swap swap() {
    state = State.CHANGED; // from before the write, for its answer may get lost
    try {
      return cluster.apply(plan);
    } catch (FailureException e) {
      if (!isOurs()) {
        state = State.UNCHANGED;
      }
      throw e;
    }
  }

  private boolean isOurs() {
    return cluster.sessions().stream()
        .anyMatch(session -> session.session().equals(plan.request().sessionId()));
  }

  /// Puts the original back and waits for its pods; agents serve meanwhile.
  ///
  /// @throws FailureException of kind RESTORE_INCOMPLETE, with the command that does it later
  void restore() {
    if (state != State.CHANGED) {
      return;
    }
    Stopwatch watch = new Stopwatch(console);
    console.tell(new Event.Note("putting the original back (Ctrl-C again: leave it as it is)"));
    try {
      Restoration restoration =
          cluster.restore(Optional.of(TargetName.of(plan.target().workload()))).getFirst();
      state = State.RESTORED;
      restoration
          .foreignEdits()
          .forEach(edit -> console.tell(new Event.Warning("left as it is: " + edit)));
      boolean ready = cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT);
      watch.lap("restore", outcome(restoration, ready));
    } catch (FailureException e) {
      throw new Failure(
              FailureKind.RESTORE_INCOMPLETE,
              "%s was not put back: %s".formatted(plan.target().workload(), e.failure().what()),
              "run: " + command())
          .asException(e);
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
          name + " bears no mark: somebody has put it back, or made it again";
      case GONE -> name + " does not exist any more";
    };
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
                "%s is still changed".formatted(plan.target().workload()),
                "run: " + command())));
    Runtime.getRuntime().halt(FailureKind.RESTORE_INCOMPLETE.exitCode());
  }

  private String command() {
    String context = cluster.context().isEmpty() ? "" : " --context " + cluster.context();
    return "hawser restore %s -n %s%s"
        .formatted(plan.target().workload(), plan.target().workload().namespace(), context);
  }
}
