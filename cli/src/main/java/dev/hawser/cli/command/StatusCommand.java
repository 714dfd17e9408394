package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.report.RunningSessions;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.FoundSession;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.lease.WorkloadLease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hawser status`.
@Command(
    description = {
      "Tells how your sessions on this machine are, and lists those in a namespace, anybody's.",
      "",
      "A session on this machine is asked, and tells of each line what it knows from what it hears"
          + " on it: when it last heard the agent, the shortest round trip, whether it suspects the"
          + " line, since when there is none and why.",
      "",
      "Whether a session in the cluster lives is told by its heartbeat, which is watched for: this"
          + " takes some seconds where there are sessions.",
      ""
    })
public final class StatusCommand implements Callable<Integer>, ConsoleChoice, Configurable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  /// Two heartbeats of a session that lives.
  private static final Duration HEARTBEAT_LIMIT = Duration.ofSeconds(11);

  @Mixin HelpOption help = new HelpOption();

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();
  @Mixin private EveryNamespace everyNamespace = new EveryNamespace();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    tellHere(console); // first, for the cluster may be out of reach
    UnseenKinds unseen = new UnseenKinds();
    try (Cluster cluster = clusterOptions.open()) {
      List<FoundSession> sessions =
          everyNamespace.each(cluster, one -> one.sessions().observe(HEARTBEAT_LIMIT, unseen));
      if (sessions.isEmpty()) {
        console.tell(
            new Event.Note(
                everyNamespace.wanted
                    ? "no session in any namespace"
                    : "no session in namespace " + cluster.namespace()));
      }
      sessions.forEach(session -> console.tell(event(session)));
      unseen.tell(console);
    }
    return 0;
  }

  private static void tellHere(Console console) {
    RunningSessions here = RunningSessions.ask(LogSetup.directory(), ANSWER_LIMIT);
    here.reports().forEach(report -> console.tell(new Event.Here(report.session())));
    here.silent()
        .forEach(
            pid ->
                console.tell(
                    new Event.Warning(
                        "process %d has a session here and does not answer; is it suspended?"
                            .formatted(pid))));
  }

  private static Event event(FoundSession session) {
    return new Event.Session(
        session.workload().namespace(),
        session.workload().toString(),
        session.record().map(SessionRecord::container).orElse(""),
        session
            .record()
            .map(SessionRecord::session)
            .or(() -> session.lease().map(lease -> lease.holder().session()))
            .orElse(""),
        session.owner(),
        session
            .record()
            .map(SessionRecord::startedAt)
            .or(() -> session.lease().map(WorkloadLease::since))
            .orElse(Instant.EPOCH),
        health(session),
        session.heartbeat());
  }

  private static Event.Health health(FoundSession session) {
    if (session.lease().isEmpty()) {
      return Event.Health.NO_LEASE;
    }
    return session.heartbeat().isPresent() ? Event.Health.ALIVE : Event.Health.SILENT;
  }

  @Override
  public Console console() {
    return output.console();
  }
}
