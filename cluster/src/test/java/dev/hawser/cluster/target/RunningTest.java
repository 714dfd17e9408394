package dev.hawser.cluster.target;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunningTest {
  @ParameterizedTest
  @EnumSource(names = {"DEPLOYMENT", "STATEFUL_SET", "REPLICA_SET"})
  void aWorkloadScaledToNoneIsRefusedWithTheWayToStartOne(WorkloadKind kind) {
    assertThatThrownBy(() -> require(kind, "spec: {replicas: 0}"))
        .hasMessageContaining("%s/x is scaled to no pods".formatted(kind.shortName()))
        .hasMessageContaining(
            "kubectl -n shop scale %s/x --replicas=1".formatted(kind.shortName()));
    assertThatCode(() -> require(kind, "spec: {}")).doesNotThrowAnyException();
  }

  @Test
  void aPausedDeploymentIsRefused() {
    assertThatThrownBy(() -> require(WorkloadKind.DEPLOYMENT, "spec: {paused: true}"))
        .hasMessageContaining("the rollout of deploy/x is paused");
  }

  @Test
  void aDaemonSetThatFitsNoNodeIsRefused() {
    assertThatThrownBy(
            () -> require(WorkloadKind.DAEMON_SET, "status: {desiredNumberScheduled: 0}"))
        .hasMessageContaining("ds/x has no pods, for it fits no node");
  }

  @Test
  void aPodThatHasRunToItsEndIsRefused() {
    assertThatThrownBy(() -> require(WorkloadKind.POD, "status: {phase: Succeeded}"))
        .hasMessageContaining("pod/x has run to its end");
    assertThatCode(() -> require(WorkloadKind.POD, "status: {phase: Pending}"))
        .doesNotThrowAnyException();
  }

  private static void require(WorkloadKind kind, String rest) {
    Running.require(
        PodSources.of(kind, "{metadata: {name: x, namespace: shop}, %s}".formatted(rest)));
  }
}
