package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes wrong with a pod, and how it is told.
class FailingPodsTest extends SandboxFixture {
  FailingPodsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  @Test
  void anUnknownImageIsToldAsTheKubeletTellsIt() {
    client.resource(Workloads.pod("lost", "example.com/none:1", "true")).create();
    await()
        .untilAsserted(
            () ->
                assertThat(stateOf("lost").getWaiting().getReason()).isEqualTo("ImagePullBackOff"));
    List<Event> events =
        client.v1().events().withField("involvedObject.name", "lost").list().getItems();
    assertThat(events)
        .filteredOn(event -> event.getReason().equals("Failed"))
        .anySatisfy(
            event ->
                assertThat(event.getMessage())
                    .contains("Failed to pull image \"example.com/none:1"));
  }

  private ContainerState stateOf(String pod) {
    return client
        .pods()
        .withName(pod)
        .get()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState();
  }

  @Test
  void aContainerThatKeepsEndingIsRestartedWithPauses() {
    client.resource(Workloads.shell("crash", "exit 3")).create();
    await()
        .untilAsserted(
            () -> {
              assertThat(stateOf("crash").getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
              var status = client.pods().withName("crash").get().getStatus().getContainerStatuses();
              assertThat(status.getFirst().getRestartCount()).isPositive();
              assertThat(status.getFirst().getLastState().getTerminated().getExitCode())
                  .isEqualTo(3);
            });
  }

  @Test
  void aDeadContainerIsFoundByItsLivenessProbe() {
    Pod pod =
        new PodBuilder(Workloads.shell("frail", "touch alive; sleep 0.2; rm alive; sleep 100"))
            .editSpec()
            .editFirstContainer()
            .withNewLivenessProbe()
            .withPeriodSeconds(1)
            .withFailureThreshold(1)
            .withNewExec()
            .withCommand("test", "-e", "alive")
            .endExec()
            .endLivenessProbe()
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .pods()
                            .withName("frail")
                            .get()
                            .getStatus()
                            .getContainerStatuses()
                            .getFirst()
                            .getRestartCount())
                    .isPositive());
  }
}
