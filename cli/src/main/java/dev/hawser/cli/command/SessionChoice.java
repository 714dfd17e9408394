package dev.hawser.cli.command;

import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.RunningSessions;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which session is meant by who asks for a diagnosis.
///
/// @param running those that answered, and processes that did not
/// @param left what sessions wrote down last, the newest first
record SessionChoice(RunningSessions running, List<Diagnosis> left) {

  /// The one that runs; of several, how to choose; of none, which was the last.
  List<Event> answer() {
    List<Event> events = silent();
    List<Diagnosis> reports = running.reports();
    switch (reports.size()) {
      case 0 -> {
        events.add(new Event.Note("no session of yours answers on this machine"));
        left.stream().findFirst().ifPresent(last -> events.add(hint(last)));
      }
      case 1 -> events.add(new Event.Diagnosed(reports.getFirst()));
      default -> {
        reports.forEach(one -> events.add(new Event.Here(one.session())));
        events.add(new Event.Note("choose one: hawser diagnose --session ID"));
      }
    }
    return events;
  }

  /// The session of that id, running or not.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException if there is none
  List<Event> answer(String id) {
    List<Event> events = silent();
    Optional<Diagnosis> alive = find(id, running.reports());
    Diagnosis asked = alive.or(() -> find(id, left)).orElseThrow(() -> unknown(id));
    if (alive.isEmpty() && !asked.hasEnded()) {
      events.add(
          new Event.Note(
              "its process %d does not answer or was killed: this is what it left at %s"
                  .formatted(asked.session().pid(), asked.madeAt())));
    }
    events.add(new Event.Diagnosed(asked));
    return events;
  }

  private List<Event> silent() {
    List<Event> events = new ArrayList<>();
    for (long pid : running.silent()) {
      events.add(
          new Event.Warning(
              "process %d has a session here and does not answer; is it suspended?"
                  .formatted(pid)));
    }
    return events;
  }

  private static Event hint(Diagnosis last) {
    return new Event.Note(
        "the last was of %s, %s: hawser diagnose --session %s"
            .formatted(
                last.target(),
                last.hasEnded()
                    ? "ended " + last.endedAt()
                    : "whose process does not answer or was killed",
                last.session().session()));
  }

  private static Optional<Diagnosis> find(String id, List<Diagnosis> among) {
    return among.stream().filter(one -> one.session().session().equals(id)).findFirst();
  }

  private RuntimeException unknown(String id) {
    String known =
        left.stream().map(one -> one.session().session()).collect(Collectors.joining(", "));
    return new Failure(
            FailureKind.USAGE,
            "no session %s of yours is known on this machine".formatted(id),
            known.isEmpty() ? "none is, running or ended" : "known are " + known)
        .asException();
  }
}
