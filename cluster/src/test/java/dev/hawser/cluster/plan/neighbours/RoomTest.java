package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Quotas, limits, the node's ports: whether an agent's pod finds room.
class RoomTest {
  private static final String QUOTA =
      "{metadata: {name: q}, spec: {%s}, status: {hard: {%s}, used: {%s}}}";

  @Test
  void aQuotaWithoutRoomForOneMorePodIsReckoned() {
    assertThat(quota("", "pods: '2', limits.memory: 1Gi", "pods: '2', limits.memory: 512Mi"))
        .containsExactly(
            "ResourceQuota q has no room for one more pod: 2 of 2 pods is used, and a pod needs 1");
    assertThat(quota("", "limits.memory: 1Gi", "limits.memory: 900Mi"))
        .singleElement()
        .asString()
        .contains("900Mi of 1Gi limits.memory is used", "268435456");
  }

  @Test
  void aQuotaWithRoomOrOfOtherPodsIsNotWarnedOf() {
    assertThat(quota("", "pods: '3', requests.cpu: '1'", "pods: '2', requests.cpu: 990m"))
        .isEmpty();
    assertThat(quota("scopes: [Terminating]", "pods: '1'", "pods: '1'")).isEmpty();
  }

  @Test
  void noQuotaIsReckonedWhereAdmissionHasSpoken() {
    Scenes full =
        Scenes.plain().beside(NeighbourKind.QUOTA, QUOTA.formatted("", "pods: '2'", "pods: '2'"));
    assertThat(full.warnings()).hasSize(1);
    assertThat(
            full.tried(
                    new PodTrial.Admitted(
                        JsonNodeFactory.instance.objectNode().set("spec", full.scene().podSpec())))
                .warnings())
        .isEmpty();
  }

  @Test
  void limitsOfAContainerAreComparedWithTheAgents() {
    assertThat(range("min: {memory: 128Mi}"))
        .singleElement()
        .asString()
        .startsWith("LimitRange l wants at least 128Mi of memory");
    assertThat(range("max: {memory: 200Mi, cpu: '1'}"))
        .singleElement()
        .asString()
        .contains("at most 200Mi of memory");
    assertThat(range("min: {memory: 64Mi}, max: {memory: 256Mi}")).isEmpty();
  }

  @Test
  void aPortOfTheNodeKeepsASecondPodAway() {
    Scenes held =
        hostPort(
            "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}");
    assertThat(held.warnings())
        .containsExactly(
            "a pod holds its node's port 8080 (hostPort), so that an agent starts only if another"
                + " node fits it, for originals stay until then");
    assertThat(
            hostPort(
                    "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}")
                .warnings())
        .singleElement()
        .asString()
        .contains("waits until an original has left");
    assertThat(
            hostPort(
                    "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}")
                .warnings())
        .isEmpty();
  }

  @Test
  void theStrategyRecreateIsWarnedOf() {
    assertThat(Scenes.with("/spec", "{strategy: {type: Recreate}}").warnings())
        .singleElement()
        .asString()
        .contains("Recreate");
  }

  @Test
  void surplusIsRoundedUpAndAbsenceDown() {
    assertThat(surge(1, "25%", "25%")).isEqualTo(Surge.REQUIRED);
    assertThat(surge(4, "25%", "25%")).isEqualTo(Surge.POSSIBLE);
    assertThat(surge(4, "0", "1")).isEqualTo(Surge.NEVER);
  }

  private static Surge surge(int replicas, String more, String less) {
    return Scenes.with(
            "/spec",
            "{replicas: %d, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: %s, maxUnavailable: %s}}}"
                .formatted(replicas, more, less))
        .scene()
        .surge();
  }

  private static Scenes hostPort(String strategy) {
    return Scenes.of(
        """
        metadata: {name: orders, namespace: shop}
        spec:
          replicas: 1
          %s
          template:
            spec: {containers: [{name: app, image: registry.example/o:1, ports: [{containerPort: 80, hostPort: 8080}]}]}
        """
            .formatted(strategy));
  }

  private static List<String> quota(String spec, String hard, String used) {
    return Scenes.plain().beside(NeighbourKind.QUOTA, QUOTA.formatted(spec, hard, used)).warnings();
  }

  private static List<String> range(String bounds) {
    return Scenes.plain()
        .beside(
            NeighbourKind.LIMIT_RANGE,
            "{metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}".formatted(bounds))
        .warnings();
  }
}
