package dev.hawser.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class RolloutStateTest {
  @Test
  void itIsCompleteWhenEveryPodIsNewAndReadyAndNoOtherIsLeft() {
    assertThat(complete("observedGeneration: 3", 2, 2, 2)).isTrue();
  }

  @Test
  void oldPodsUnreadyPodsAndAnOldStatusKeepItFromBeingComplete() {
    assertThat(complete("observedGeneration: 3", 3, 2, 2)).isFalse();
    assertThat(complete("observedGeneration: 3", 2, 1, 2)).isFalse();
    assertThat(complete("observedGeneration: 3", 2, 2, 1)).isFalse();
    assertThat(complete("observedGeneration: 2", 2, 2, 2)).isFalse();
  }

  @Test
  void aDeploymentWithoutStatusHasNotBegun() {
    Deployment deployment =
        Serialization.unmarshal("---\n{metadata: {name: a}, spec: {}}", Deployment.class);

    assertThat(RolloutState.of(deployment, 0)).isEqualTo(new RolloutState(1, 0, 0, 0, false));
  }

  private static boolean complete(String observed, int all, int updated, int ready) {
    Deployment deployment =
        Serialization.unmarshal(
            ("---\n{metadata: {name: a}, spec: {replicas: 2}, status: {%s, replicas: %d,"
                    + " updatedReplicas: %d, readyReplicas: %d}}")
                .formatted(observed, all, updated, ready),
            Deployment.class);
    return RolloutState.of(deployment, 3).isComplete();
  }
}
