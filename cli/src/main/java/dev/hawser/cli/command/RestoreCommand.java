package dev.hawser.cli.command;

import dev.hawser.cli.connect.Owner;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Sessions;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
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
    description = {
      "Puts originals back that a session left changed, from any machine; twice is harmless.",
      "",
      "Without TARGET it restores the namespace's only session; a live session ends by it.",
      ""
    })
public final class RestoreCommand implements Callable<Integer>, ConsoleChoice, Configurable {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME, sts/, ds/, rs/, pod/ or a bare NAME.")
  private @Nullable String target;

  @Option(
      names = "--all",
      description = "Every session of the namespace, or with -A of the cluster.")
  private boolean all;

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();
  @Mixin private EveryNamespace everyNamespace = new EveryNamespace();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() throws InterruptedException {
    Optional<TargetName> named = Optional.ofNullable(target).map(TargetName::parse);
    if (named.isPresent() && all) {
      throw usage("both a target and --all are given", "give one of them");
    }
    Console console = console();
    UnseenKinds unseen = new UnseenKinds();
    try (Cluster cluster = clusterOptions.open()) {
      List<Workload> workloads =
          named.isPresent()
              ? List.of(cluster.workload(named.get()))
              : everyNamespace.each(cluster, one -> List.copyOf(one.sessions().touched(unseen)));
      unseen.tell(console);
      if (named.isEmpty() && !all && workloads.size() > 1) {
        throw severalSessions(workloads);
      }
      if (workloads.isEmpty()) {
        console.tell(
            new Event.Note(
                everyNamespace.wanted
                    ? "no session in any namespace"
                    : "no session in namespace " + cluster.namespace()));
      }
      restore(cluster, workloads, console);
    }
    return 0;
  }

  /// All of them, whatever becomes of one.
  private static void restore(Cluster cluster, List<Workload> workloads, Console console) {
    Holder restorer = Holder.restorer(Owner.current());
    @Nullable FailureException first = null;
    for (Workload workload : workloads) {
      try {
        Restoration restoration = in(cluster, workload).restore(workload, restorer);
        console.tell(event(restoration));
        if (!in(cluster, workload).complete(restoration, restorer, Cluster.ORIGINALS_LIMIT)) {
          console.tell(
              new Event.Warning(
                  "the pods of %s are not ready after %d s"
                      .formatted(workload, Cluster.ORIGINALS_LIMIT.toSeconds())));
        }
      } catch (FailureException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static Sessions in(Cluster cluster, Workload workload) {
    return cluster.in(workload.namespace()).sessions();
  }

  private static RuntimeException severalSessions(List<Workload> workloads) {
    return usage(
        "there are %d sessions: %s"
            .formatted(
                workloads.size(),
                workloads.stream().map(Workload::toString).collect(Collectors.joining(", "))),
        "name one, or give --all");
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
