package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.EndedSessions;
import dev.hawser.cli.report.RunningSessions;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hawser diagnose`.
@Command(
    name = "diagnose",
    description = {
      "Tells all about a session of yours on this machine, running or ended: links, connections,"
          + " names, variables, volumes, what is changed in the cluster and who undoes it, what went"
          + " wrong and what it means, and where the logs are.",
      "",
      "The cluster is not asked. Values of the container's variables are not told, so the answer may"
          + " be shown to others; names of services and variables are in it.",
      "",
      "The name of a connection, as 3f2a9c1e/17, is the same in the logs of both ends:"
          + " grep -w finds what became of it.",
      ""
    })
public final class DiagnoseCommand implements Callable<Integer>, ConsoleChoice {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "Which one, where several run, or one that has ended.")
  private @Nullable String session;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    RunningSessions running = RunningSessions.ask(LogSetup.directory(), ANSWER_LIMIT);
    List<Diagnosis> ended =
        new EndedSessions(LogSetup.directory()).without(running.reports(), running.silent());
    running.silent().forEach(this::tellSilent);
    if (session != null) {
      tell(find(session, running.reports(), ended));
    } else if (running.reports().size() == 1) {
      tell(running.reports().getFirst());
    } else if (running.reports().isEmpty()) {
      tellNone(ended);
    } else {
      tellSeveral(running.reports());
    }
    return 0;
  }

  private void tell(Diagnosis diagnosis) {
    console().tell(new Event.Diagnosed(diagnosis));
  }

  private static Diagnosis find(String id, List<Diagnosis> running, List<Diagnosis> ended) {
    return Stream.concat(running.stream(), ended.stream())
        .filter(one -> one.session().session().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id, running, ended));
  }

  private static RuntimeException unknown(
      String id, List<Diagnosis> running, List<Diagnosis> ended) {
    String known =
        Stream.concat(running.stream(), ended.stream())
            .map(one -> one.session().session())
            .collect(Collectors.joining(", "));
    return new Failure(
            FailureKind.USAGE,
            "no session %s of yours is known on this machine".formatted(id),
            known.isEmpty() ? "none is, running or ended" : "known are " + known)
        .asException();
  }

  private void tellSeveral(List<Diagnosis> running) {
    running.forEach(one -> console().tell(new Event.Here(one.session())));
    console().tell(new Event.Note("choose one: hawser diagnose --session ID"));
  }

  private void tellNone(List<Diagnosis> ended) {
    console().tell(new Event.Note("no session of yours runs on this machine"));
    if (!ended.isEmpty()) {
      Diagnosis last = ended.getFirst();
      console()
          .tell(
              new Event.Note(
                  "the last was of %s, %s: hawser diagnose --session %s"
                      .formatted(last.target(), end(last), last.session().session())));
    }
  }

  private static String end(Diagnosis last) {
    return last.hasEnded()
        ? "ended " + last.endedAt()
        : "whose process is gone without having ended it";
  }

  private void tellSilent(long pid) {
    console()
        .tell(
            new Event.Warning(
                "process %d has a session here and does not answer; is it suspended?"
                    .formatted(pid)));
  }

  @Override
  public Console console() {
    return output.console();
  }
}
