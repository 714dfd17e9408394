package dev.hawser.cluster.rollout;

import static dev.hawser.cluster.rollout.Snapshots.agent;
import static dev.hawser.cluster.rollout.Snapshots.original;
import static dev.hawser.cluster.rollout.Snapshots.stopping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnoverTest {
  private static final String TWO = "{spec: {replicas: 2}}";

  @ParameterizedTest
  @EnumSource(names = {"DEPLOYMENT", "DAEMON_SET"})
  void aControllerThatReplacesItsPodsIsLeftToIt(WorkloadKind kind) {
    assertThat(forAgents(Snapshots.of(kind, TWO, original("a", false), original("b", true))))
        .isEmpty();
  }

  @Test
  void aStatefulSetsOldPodThatIsNotReadyGoesForKubernetesWouldWaitForIt() {
    Pod stalled = agent("db-1", false);

    assertThat(
            forOriginals(
                Snapshots.of(
                    WorkloadKind.STATEFUL_SET,
                    TWO,
                    agent("db-0", true),
                    stalled,
                    original("db-2", false),
                    stopping(agent("db-3", false)))))
        .containsExactly(stalled);
  }

  @Test
  void ofAReplicaSetOnePodGoesWhenAllAreReady() {
    Pod first = original("a", true);

    assertThat(forAgents(Snapshots.of(WorkloadKind.REPLICA_SET, TWO, first, original("b", true))))
        .containsExactly(first);
    assertThat(
            forAgents(
                Snapshots.of(
                    WorkloadKind.REPLICA_SET, TWO, original("b", true), agent("c", false))))
        .isEmpty();
    assertThat(
            forAgents(
                Snapshots.of(WorkloadKind.REPLICA_SET, TWO, stopping(first), original("b", true))))
        .isEmpty();
  }

  @Test
  void ofAReplicaSetAllThatServeNobodyGoAtOnce() {
    assertThat(
            forOriginals(
                Snapshots.of(WorkloadKind.REPLICA_SET, TWO, agent("a", false), agent("b", false))))
        .hasSize(2);
  }

  @Test
  void aPodGoesWhenItsStandInIsReadyAndTheStandInWhenTheOriginalIs() {
    Pod original = original("x", true);
    Pod standIn = agent("x-hawser", true);
    Snapshot both = Snapshots.of(WorkloadKind.POD, "{}", original, standIn);

    assertThat(forAgents(both)).containsExactly(original);
    assertThat(forOriginals(both)).containsExactly(standIn);
    assertThat(forAgents(Snapshots.of(WorkloadKind.POD, "{}", original, agent("x-hawser", false))))
        .isEmpty();
    assertThat(forOriginals(Snapshots.gone(WorkloadKind.POD, standIn))).isEmpty();
  }

  @Test
  void aStandInMakesRoomForAnOriginalThatFitsNoNodeButAnOriginalNeverForAStandIn() {
    Pod standIn = withoutRoom(agent("x-hawser", true));
    Pod original = withoutRoom(original("x", false));

    assertThat(forOriginals(Snapshots.of(WorkloadKind.POD, "{}", original, standIn)))
        .containsExactly(standIn);
    assertThat(
            forAgents(
                Snapshots.of(
                    WorkloadKind.POD,
                    "{}",
                    original("x", true),
                    withoutRoom(agent("x-hawser", false)))))
        .isEmpty();
  }

  private static Pod withoutRoom(Pod pod) {
    pod.getStatus()
        .getConditions()
        .add(
            new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .build());
    return pod;
  }

  private static List<Pod> forAgents(Snapshot snapshot) {
    return Turnover.due(snapshot, Snapshot::isAgent);
  }

  private static List<Pod> forOriginals(Snapshot snapshot) {
    return Turnover.due(snapshot, pod -> !Snapshot.isAgent(pod));
  }
}
