package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.change.SessionRecord;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `hawser status`.
@Command(
    name = "status",
    description = {"Lists the sessions in a namespace, whoever has them.", ""})
public final class StatusCommand implements Callable<Integer>, ConsoleChoice {
  @Mixin HelpOption help = new HelpOption();

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    Console console = console();
    try (Cluster cluster = clusterOptions.open()) {
      List<SessionRecord> sessions = cluster.sessions();
      if (sessions.isEmpty()) {
        console.tell(new Event.Note("no session in namespace " + cluster.namespace()));
      }
      sessions.forEach(session -> console.tell(event(session)));
    }
    return 0;
  }

  private static Event event(SessionRecord session) {
    return new Event.Session(
        session.namespace(),
        "deploy/" + session.deployment(),
        session.container(),
        session.session(),
        session.owner(),
        session.startedAt());
  }

  @Override
  public Console console() {
    return output.console();
  }
}
