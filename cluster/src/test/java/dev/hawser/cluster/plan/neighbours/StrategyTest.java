package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is told of the way in which pods are replaced.
class StrategyTest {
  private static final String NO_SURGE =
      "{updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: %s}}}";

  @Test
  void aRollingDeploymentNeedsNoWords() {
    assertThat(Scenes.plain().warnings()).isEmpty();
  }

  @Test
  void theOutageOfEachKindIsTold() {
    assertThat(Scenes.plain().kind(WorkloadKind.STATEFUL_SET).warnings())
        .containsExactly("its pods are replaced one at a time, each before its agent starts");
    assertThat(Scenes.plain().kind(WorkloadKind.REPLICA_SET).warnings())
        .singleElement()
        .asString()
        .contains("deleted one after the other");
    assertThat(Scenes.plain().kind(WorkloadKind.POD).warnings())
        .containsExactly("it comes back with a new UID, and perhaps on another node");
  }

  @Test
  void aDaemonSetWithSurgeHasNoOutage() {
    assertThat(daemons("0")).hasSize(1);
    assertThat(daemons("0%")).hasSize(1);
    assertThat(daemons("1")).isEmpty();
  }

  @Test
  void aStrategyThatIsChangedForTheSessionIsTold() {
    Scenes held =
        Scenes.with("/spec", "{updateStrategy: {type: OnDelete}}").kind(WorkloadKind.STATEFUL_SET);

    assertThat(held.after(Scenes.PLAIN).warnings())
        .anyMatch(warning -> warning.startsWith("its update strategy (OnDelete) keeps pods from"));
    assertThat(held.warnings()).noneMatch(warning -> warning.contains("OnDelete"));
  }

  private static List<String> daemons(String surge) {
    return Scenes.with("/spec", NO_SURGE.formatted(surge)).kind(WorkloadKind.DAEMON_SET).warnings();
  }
}
