package dev.hawser.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventObstaclesTest {
  private static final Event MOUNT =
      event("e-1", 3, "FailedMount", "{kind: Pod, name: db-0, uid: u-1}", "secret not found");

  private final EventObstacles obstacles =
      new EventObstacles(new Workload(WorkloadKind.STATEFUL_SET, "shop", "db"));

  @Test
  void aVolumeThatAWaitingPodDoesNotGetIsToldInTheKubeletsWordsAfterAWhile() {
    Obstacle found = obstacles.in(List.of(MOUNT), List.of(pod("u-1", false))).orElseThrow();

    assertThat(found.what()).isEqualTo("pod db-0 does not start: FailedMount: secret not found");
    assertThat(found.patience()).isGreaterThan(Duration.ofSeconds(10));
  }

  @Test
  void eventsOfOtherPodsAndOfReadyOnesAreNoObstacle() {
    assertThat(obstacles.in(List.of(MOUNT), List.of(pod("u-2", false)))).isEmpty();
    assertThat(obstacles.in(List.of(MOUNT), List.of(pod("u-1", true)))).isEmpty();
  }

  @Test
  void aPodThatTheControllerCannotMakeIsToldOnceItIsNews() {
    assertThat(obstacles.in(List.of(refusal(2)), List.of())).isEmpty();
    assertThat(obstacles.in(List.of(refusal(2)), List.of())).isEmpty();
    assertThat(obstacles.in(List.of(refusal(3)), List.of()).orElseThrow().what())
        .isEqualTo("no agent's pod can be created: FailedCreate: exceeded quota");
  }

  @Test
  void aRefusalThatWasNotThereAtFirstIsNews() {
    assertThat(obstacles.in(List.of(), List.of())).isEmpty();
    assertThat(obstacles.in(List.of(refusal(1)), List.of())).isPresent();
  }

  private static Event refusal(int count) {
    return event("e-2", count, "FailedCreate", "{kind: StatefulSet, name: db}", "exceeded quota");
  }

  private static Event event(String uid, int count, String reason, String object, String message) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: e, uid: %s}, count: %d, reason: %s, involvedObject: %s, message: %s}"
            .formatted(uid, count, reason, object, message),
        Event.class);
  }

  private static Pod pod(String uid, boolean ready) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: db-0, uid: %s}, status: {conditions: [{type: Ready, status: '%s'}]}}"
            .formatted(uid, ready ? "True" : "False"),
        Pod.class);
  }
}
