package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hawser restore`.
@Command(
    name = "restore",
    description = {
      "Puts originals back that a session left changed, from any machine; twice is harmless.",
      "",
      "Without TARGET it restores the namespace's only session; a live session ends by it.",
      ""
    })
public final class RestoreCommand implements Callable<Integer>, ConsoleChoice {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME or a bare NAME.")
  private @Nullable String target;

  @Option(names = "--all", description = "Every session of the namespace.")
  private boolean all;

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Optional<TargetName> named = Optional.ofNullable(target).map(TargetName::parse);
    if (named.isPresent() && all) {
      throw usage("both a target and --all are given", "give one of them");
    }
    Console console = console();
    try (Cluster cluster = clusterOptions.open()) {
      if (named.isEmpty() && !all) {
        requireOne(cluster.sessions());
      }
      List<Restoration> restorations = cluster.restore(named);
      if (restorations.isEmpty()) {
        console.tell(new Event.Note("no session in namespace " + cluster.namespace()));
      }
      for (Restoration restoration : restorations) {
        console.tell(event(restoration));
        awaitOriginals(cluster, restoration, console);
      }
    }
    return 0;
  }

  private static void requireOne(List<SessionRecord> sessions) {
    if (sessions.size() > 1) {
      throw usage(
          "there are %d sessions: %s"
              .formatted(
                  sessions.size(),
                  sessions.stream()
                      .map(session -> "%s of %s".formatted(session.workload(), session.owner()))
                      .collect(Collectors.joining(", "))),
          "name one, or give --all");
    }
  }

  private static void awaitOriginals(Cluster cluster, Restoration restoration, Console console) {
    if (restoration.outcome() == Restoration.Outcome.RESTORED
        && !cluster.awaitOriginals(restoration, Cluster.ORIGINALS_LIMIT)) {
      console.tell(
          new Event.Warning(
              "the pods of %s are not ready after %d s"
                  .formatted(restoration.workload(), Cluster.ORIGINALS_LIMIT.toSeconds())));
    }
  }

  private static Event event(Restoration restoration) {
    return new Event.Restored(
        restoration.workload().namespace(),
        restoration.workload().toString(),
        restoration.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        restoration.foreignEdits());
  }

  private static RuntimeException usage(String what, String advice) {
    return new Failure(FailureKind.USAGE, what, advice).asException();
  }

  @Override
  public Console console() {
    return output.console();
  }
}
