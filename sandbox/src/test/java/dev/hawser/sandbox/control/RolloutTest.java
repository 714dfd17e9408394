package dev.hawser.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.sandbox.control.Rollout.Generation;
import dev.hawser.sandbox.store.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static Generation fresh(int desired, int available) {
    return new Generation("new", desired, desired, available);
  }

  private static Generation old(int desired, int available) {
    return new Generation("old", desired, desired, available);
  }

  private static Rollout rollout(int replicas, String strategy) {
    return Rollout.of(
        Json.parse(
            "{\"spec\": {\"replicas\": %d, \"strategy\": %s}}".formatted(replicas, strategy)));
  }

  @Test
  void aQuarterMoreIsRoundedUpAndAQuarterFewerDown() {
    assertThat(rollout(2, "{}")).isEqualTo(new Rollout(2, 1, 0, false));
    assertThat(rollout(5, "{}")).isEqualTo(new Rollout(5, 2, 1, false));
  }

  @Test
  void withoutSurgeAndWithoutLossOneMayBeMissing() {
    assertThat(rollout(3, "{\"rollingUpdate\": {\"maxSurge\": 0, \"maxUnavailable\": \"10%\"}}"))
        .isEqualTo(new Rollout(3, 0, 1, false));
  }

  @Test
  void theFirstRolloutMakesAllPodsAtOnce() {
    assertThat(rollout(3, "{}").step(fresh(0, 0), List.of())).containsExactly(Map.entry("new", 3));
  }

  @Test
  void anOldPodStaysUntilItsSuccessorIsReady() {
    Rollout one = rollout(1, "{}");
    assertThat(one.step(fresh(0, 0), List.of(old(1, 1)))).containsExactly(Map.entry("new", 1));
    assertThat(one.step(fresh(1, 0), List.of(old(1, 1)))).isEmpty();
    assertThat(one.step(fresh(1, 1), List.of(old(1, 1)))).containsExactly(Map.entry("old", 0));
    assertThat(one.step(fresh(1, 1), List.of(old(0, 0)))).isEmpty();
  }

  @Test
  void twoReplicasAreReplacedOneByOne() {
    Rollout two = rollout(2, "{}");
    assertThat(two.step(fresh(0, 0), List.of(old(2, 2)))).containsEntry("new", 1).hasSize(1);
    assertThat(two.step(fresh(1, 1), List.of(old(2, 2)))).containsEntry("old", 1).hasSize(1);
    assertThat(two.step(fresh(1, 1), List.of(old(1, 1)))).containsEntry("new", 2).hasSize(1);
    assertThat(two.step(fresh(2, 2), List.of(old(1, 1)))).containsEntry("old", 0).hasSize(1);
  }

  @Test
  void podsThatNeverBecameReadyGoFirst() {
    assertThat(rollout(1, "{}").step(fresh(1, 0), List.of(old(1, 0), other(1, 1))))
        .containsExactly(Map.entry("old", 0));
  }

  private static Generation other(int desired, int available) {
    return new Generation("other", desired, desired, available);
  }

  @Test
  void recreateWaitsForTheLastOldPodToBeGone() {
    Rollout recreate = rollout(2, "{\"type\": \"Recreate\"}");
    assertThat(recreate.step(fresh(0, 0), List.of(old(2, 2)))).containsEntry("old", 0).hasSize(1);
    assertThat(recreate.step(fresh(0, 0), List.of(new Generation("old", 0, 1, 0)))).isEmpty();
    assertThat(recreate.step(fresh(0, 0), List.of(old(0, 0)))).containsEntry("new", 2);
  }

  @Test
  void fewerReplicasAreTakenFromTheNewest() {
    assertThat(rollout(1, "{}").step(fresh(3, 3), List.of())).containsEntry("new", 1);
  }
}
