package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.WorkloadKind;
import org.junit.jupiter.api.Test;

/// What is told of originals that are not ready.
class UnreadyTest {
  private static final String LAST = " what keeps them from it may keep the agents too";

  @Test
  void originalsThatAreNotReadyAreCounted() {
    assertThat(Scenes.with("/status", "{replicas: 1}").warnings())
        .containsExactly("1 of its 1 pods is not ready:" + LAST);
    assertThat(Scenes.with("/status", "{readyReplicas: 1}").replicas(3).warnings())
        .containsExactly("2 of its 3 pods are not ready:" + LAST);
    assertThat(daemons("{desiredNumberScheduled: 2, numberReady: 1}"))
        .startsWith("1 of its 2 pods is not ready:");
    assertThat(pod("False")).startsWith("1 of its 1 pods is not ready:");
  }

  @Test
  void thoseThatAreReadyOrNotLookedAtYetNeedNoWords() {
    assertThat(Scenes.with("/status", "{readyReplicas: 1}").warnings()).isEmpty();
    assertThat(Scenes.plain().warnings()).isEmpty();
    assertThat(daemons("{desiredNumberScheduled: 2, numberReady: 2}")).doesNotContain("not ready");
    assertThat(pod("True")).doesNotContain("not ready");
  }

  private static String daemons(String status) {
    return first(Scenes.with("/status", status).kind(WorkloadKind.DAEMON_SET));
  }

  private static String pod(String ready) {
    return first(
        Scenes.with("/status", "{conditions: [{type: Ready, status: \"%s\"}]}".formatted(ready))
            .kind(WorkloadKind.POD));
  }

  private static String first(Scenes scenes) {
    return scenes.warnings().getFirst();
  }
}
