package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Init containers that stay: `restartPolicy: Always`.
class SidecarsTest extends SandboxFixture {
  SidecarsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  private static Container sidecar(String script) {
    return new ContainerBuilder()
        .withName("side")
        .withImage(Workloads.SHELL)
        .withRestartPolicy("Always")
        .withCommand("sh", "-c", script)
        .build();
  }

  private static Pod pod(Container sidecar, String script) {
    return Workloads.after(sidecar, Workloads.shell("both", script));
  }

  private ContainerStatus sidecarStatus() {
    return client.pods().withName("both").get().getStatus().getInitContainerStatuses().getFirst();
  }

  @Test
  void aSidecarRunsBesideTheMainContainerThatWaitedForItsStart() {
    Container sidecar =
        sidecar("sleep 0.3; touch shared/up; exec sleep 100")
            .edit()
            .withNewStartupProbe()
            .withPeriodSeconds(1)
            .withNewExec()
            .withCommand("test", "-e", "shared/up")
            .endExec()
            .endStartupProbe()
            .build();
    run(pod(sidecar, "ls shared; exec sleep 100"));
    assertThat(sidecarStatus().getState().getRunning()).isNotNull();
    await()
        .untilAsserted(
            () ->
                assertThat(client.pods().withName("both").inContainer("c").getLog())
                    .isEqualTo("up\n"));
  }

  @Test
  void aSidecarThatIsNotReadyKeepsThePodFromBeing() {
    Container sidecar =
        sidecar("exec sleep 100")
            .edit()
            .withNewReadinessProbe()
            .withPeriodSeconds(1)
            .withNewExec()
            .withCommand("test", "-e", "shared/ready")
            .endExec()
            .endReadinessProbe()
            .build();
    client.resource(pod(sidecar, "touch shared/main; exec sleep 100")).create();
    await()
        .untilAsserted(
            () ->
                assertThat(client.pods().withName("both").get().getStatus().getContainerStatuses())
                    .singleElement()
                    .satisfies(main -> assertThat(main.getReady()).isTrue()));
    assertThat(client.pods().withName("both").isReady()).isFalse();
    client
        .pods()
        .withName("both")
        .inContainer("side")
        .writingOutput(OutputStream.nullOutputStream())
        .exec("touch", "shared/ready")
        .exitCode()
        .join();
    await().until(() -> client.pods().withName("both").isReady());
  }

  @Test
  void aSidecarThatEndsIsStartedAgain() {
    run(pod(sidecar("sleep 0.2"), "exec sleep 100"));
    await().untilAsserted(() -> assertThat(sidecarStatus().getRestartCount()).isPositive());
    assertThat(client.pods().withName("both").get().getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void whenTheMainContainerHasEndedForGoodSoHasThePod() {
    Pod job =
        new PodBuilder(pod(sidecar("exec sleep 100"), "true"))
            .editSpec()
            .withRestartPolicy("Never")
            .endSpec()
            .build();
    client.resource(job).create();
    await()
        .untilAsserted(
            () ->
                assertThat(client.pods().withName("both").get().getStatus().getPhase())
                    .isEqualTo("Succeeded"));
    assertThat(sidecarStatus().getState().getTerminated()).isNotNull();
  }

  @Test
  void aSidecarIsEndedAfterTheMainContainer() throws IOException {
    run(
        pod(
            sidecar("trap 'test -e shared/over && echo after; exit' TERM; sleep 100 & wait"),
            "trap 'sleep 0.3; touch shared/over; exit' TERM; sleep 100 & wait"));
    var log = client.pods().withName("both").inContainer("side").watchLog();
    client.pods().withName("both").delete();
    try (log;
        var lines =
            new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("after");
    }
  }
}
