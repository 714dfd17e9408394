package dev.hawser.cluster.rollout;

import static dev.hawser.cluster.rollout.Snapshots.agent;
import static dev.hawser.cluster.rollout.Snapshots.original;
import static dev.hawser.cluster.rollout.Snapshots.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutStateTest {
  @ParameterizedTest
  @EnumSource(names = {"DEPLOYMENT", "STATEFUL_SET"})
  void itIsCompleteWhenEveryPodIsNewAndReadyAndNoOtherIsLeft(WorkloadKind kind) {
    assertThat(complete(kind, "observedGeneration: 3", 2, 2, 2)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"DEPLOYMENT", "STATEFUL_SET"})
  void oldPodsUnreadyPodsAndAnOldStatusKeepItFromBeingComplete(WorkloadKind kind) {
    assertThat(complete(kind, "observedGeneration: 3", 3, 2, 2)).isFalse();
    assertThat(complete(kind, "observedGeneration: 3", 2, 1, 2)).isFalse();
    assertThat(complete(kind, "observedGeneration: 3", 2, 2, 1)).isFalse();
    assertThat(complete(kind, "observedGeneration: 2", 2, 2, 2)).isFalse();
  }

  @Test
  void aWorkloadWithoutStatusHasNotBegun() {
    Snapshot snapshot = Snapshots.of(WorkloadKind.DEPLOYMENT, "{metadata: {name: a}, spec: {}}");

    assertThat(RolloutState.of(snapshot, 0, Snapshot::isAgent))
        .isEqualTo(new RolloutState(1, 0, 0, 0, false));
  }

  @Test
  void aDaemonSetCountsByNodes() {
    assertThat(daemons(2, 2, 2)).isTrue();
    assertThat(daemons(2, 1, 2)).isFalse();
    assertThat(daemons(2, 2, 1)).isFalse();
  }

  @Test
  void aReplicaSetCountsItsPodsForItKnowsOfNoTemplateOfTheirs() {
    String replicaSet = "{spec: {replicas: 2}, status: {observedGeneration: 3, replicas: 2}}";

    assertThat(
            complete(
                Snapshots.of(
                    WorkloadKind.REPLICA_SET,
                    replicaSet,
                    agent("a", true),
                    agent("b", true),
                    stopping(original("c", true)))))
        .isTrue();
    assertThat(
            complete(
                Snapshots.of(
                    WorkloadKind.REPLICA_SET, replicaSet, agent("a", true), original("b", true))))
        .isFalse();
  }

  @Test
  void aPodIsReplacedWhenItsStandInIsReadyAndItIsStopping() {
    assertThat(pod(original("x", true), agent("x-hawser", true))).isFalse();
    assertThat(pod(stopping(original("x", true)), agent("x-hawser", false))).isFalse();
    assertThat(pod(stopping(original("x", true)), agent("x-hawser", true))).isTrue();
    assertThat(complete(Snapshots.gone(WorkloadKind.POD, agent("x-hawser", true)))).isTrue();
  }

  private static boolean pod(Pod... pods) {
    return complete(Snapshots.of(WorkloadKind.POD, "{metadata: {name: x}}", pods));
  }

  private static boolean complete(Snapshot snapshot) {
    return RolloutState.of(snapshot, 3, Snapshot::isAgent).isComplete();
  }

  private static boolean daemons(int nodes, int updated, int ready) {
    return complete(
        Snapshots.of(
            WorkloadKind.DAEMON_SET,
            ("{status: {observedGeneration: 3, desiredNumberScheduled: %d,"
                    + " currentNumberScheduled: %d, updatedNumberScheduled: %d, numberReady: %d}}")
                .formatted(nodes, nodes, updated, ready)));
  }

  private static boolean complete(
      WorkloadKind kind, String observed, int all, int updated, int ready) {
    return complete(
        Snapshots.of(
            kind,
            ("{metadata: {name: a}, spec: {replicas: 2}, status: {%s, replicas: %d,"
                    + " updatedReplicas: %d, readyReplicas: %d}}")
                .formatted(observed, all, updated, ready)));
  }
}
