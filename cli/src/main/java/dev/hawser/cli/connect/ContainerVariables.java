package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.environment.Environment.Scope;

/// The container's variables from the best that could be asked: the original before the swap, with
/// what tells of the pod from the agent, which has its place; else all from the agent.
final class ContainerVariables {
  private ContainerVariables() {}

  /// Tells which it was.
  static Environment of(
      OriginalEnvironment original, Environment agents, Scope scope, Console console) {
    return switch (original) {
      case OriginalEnvironment.Read read -> {
        console.tell(new Event.Note("environment: that of " + read.source()));
        yield read.variables().renewed(agents, read.ofPod()).within(scope);
      }
      case OriginalEnvironment.Unread(String why) -> {
        console.tell(
            new Event.Note(
                "environment: as the pod's manifest gives it, without the image's own variables,"
                    + " because "
                    + why));
        yield agents.within(Scope.APPLICATION); // the rest describes the agent's image
      }
    };
  }
}
