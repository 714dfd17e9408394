package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.report.LastReports;
import dev.hawser.cli.report.RunningSessions;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hawser diagnose`.
@Command(
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
    SessionChoice choice =
        new SessionChoice(
            RunningSessions.ask(LogSetup.directory(), ANSWER_LIMIT),
            new LastReports(LogSetup.directory()).all());
    (session == null ? choice.answer() : choice.answer(session)).forEach(console()::tell);
    return 0;
  }

  @Override
  public Console console() {
    return output.console();
  }
}
