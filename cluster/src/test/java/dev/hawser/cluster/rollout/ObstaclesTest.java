package dev.hawser.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObstaclesTest {
  private static final JsonNode QUIET = MissingNode.getInstance();

  private final Obstacles obstacles = new Obstacles("app");

  @Test
  void anImagePullThatFailsIsToldAtOnceInTheKubeletsWords() {
    Obstacle found = waiting("app", "ErrImagePull", "not found: hawser.dev/agent").orElseThrow();

    assertThat(found.what())
        .isEqualTo(
            "the agent of pod p-1 does not start: ErrImagePull: not found: hawser.dev/agent");
    assertThat(found.advice()).contains("--agent-image");
    assertThat(found.patience()).isZero();
  }

  @Test
  void anImagePullWithoutAReasonGetsAMomentToTellIt() {
    assertThat(waiting("app", "ImagePullBackOff", null).orElseThrow().patience())
        .isGreaterThan(Duration.ZERO);
  }

  @Test
  void anotherContainersImageIsNotBlamedOnTheAgent() {
    Obstacle found = waiting("side", "ImagePullBackOff", "no such tag").orElseThrow();

    assertThat(found.what()).startsWith("container side of pod p-1 does not start");
    assertThat(found.advice()).doesNotContain("--agent-image");
  }

  @Test
  void aCrashingAgentIsExplainedByItsLog() {
    assertThat(waiting("app", "CrashLoopBackOff", "back-off 10s").orElseThrow().log()).isTrue();
  }

  @Test
  void aCrashingSidecarMayBeWaitingForTheAgent() {
    assertThat(waiting("side", "CrashLoopBackOff", "back-off 10s")).isEmpty();
  }

  @Test
  void beingCreatedIsNoObstacle() {
    assertThat(waiting("app", "ContainerCreating", null)).isEmpty();
  }

  @Test
  void whatTheSchedulerSaysIsToldAfterAWhile() {
    Pod pod =
        pod(
            "{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable,"
                + " message: Insufficient cpu}]}");

    Obstacle found = obstacles.in(QUIET, List.of(pod)).orElseThrow();

    assertThat(found.what()).isEqualTo("pod p-1 cannot be scheduled: Insufficient cpu");
    assertThat(found.patience()).isGreaterThan(Duration.ZERO);
  }

  @Test
  void whatAdmissionSaysComesFromTheWorkloadsCondition() {
    JsonNode refused =
        Serialization.unmarshal(
            "---\n{metadata: {name: orders}, spec: {}, status: {conditions: [{type: ReplicaFailure,"
                + " status: 'True', message: 'violates PodSecurity'}]}}",
            JsonNode.class);

    assertThat(obstacles.in(refused, List.of()).orElseThrow().what())
        .isEqualTo("no agent's pod can be created: violates PodSecurity");
  }

  @Test
  void aPodThatIsBeingStoppedIsNoObstacle() {
    Pod pod = pod("{conditions: [{type: PodScheduled, status: 'False', message: full}]}");
    pod.getMetadata().setDeletionTimestamp("2026-11-22T10:00:00Z");

    assertThat(obstacles.in(QUIET, List.of(pod))).isEmpty();
  }

  private Optional<Obstacle> waiting(String container, String reason, @Nullable String message) {
    String text = message == null ? "" : ", message: '" + message + "'";
    Pod pod =
        pod(
            "{containerStatuses: [{name: %s, state: {waiting: {reason: %s%s}}}]}"
                .formatted(container, reason, text));
    return obstacles.in(QUIET, List.of(pod));
  }

  private static Pod pod(String status) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: p-1}, spec: {}, status: %s}".formatted(status), Pod.class);
  }
}
