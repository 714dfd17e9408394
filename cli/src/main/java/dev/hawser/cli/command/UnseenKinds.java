package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Kinds of workloads that could not be searched for sessions, told once however many namespaces
/// were searched. Any thread may add to it.
final class UnseenKinds implements Consumer<WorkloadKind> {
  private final Set<WorkloadKind> kinds =
      Collections.synchronizedSet(EnumSet.noneOf(WorkloadKind.class));

  @Override
  public void accept(WorkloadKind kind) {
    kinds.add(kind);
  }

  void tell(Console console) {
    if (!kinds.isEmpty()) {
      console.tell(
          new Event.Note(
              "you may not list %s: sessions of theirs that have lost their lease are not seen"
                  .formatted(
                      kinds.stream()
                          .map(kind -> kind.kind() + "s")
                          .collect(Collectors.joining(", ")))));
    }
  }
}
