package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Pods as a client sees them, from their start to their end.
class PodsTest extends SandboxFixture {
  PodsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  @Test
  void aLogIsFollowedUntilTheContainerEnds() throws IOException {
    client
        .resource(Workloads.shell("talker", "echo one; echo two; sleep 0.3; echo three"))
        .create();
    client
        .pods()
        .withName("talker")
        .waitUntilCondition(PodsTest::hasStarted, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    try (var watch = client.pods().withName("talker").watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
          .containsExactly("one", "two", "three");
    }
  }

  private static boolean hasStarted(Pod pod) {
    return pod != null
        && pod.getStatus() != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(status -> status.getContainerID() != null);
  }

  @Test
  void theLastLinesOfALogAreGivenAlone() {
    run(Workloads.shell("talker", "echo one; echo two; echo three; sleep 100"));
    await()
        .untilAsserted(
            () ->
                assertThat(client.pods().withName("talker").tailingLines(2).getLog())
                    .isEqualTo("two\nthree\n"));
  }

  @Test
  void aCommandRunsWithTheContainersEnvironmentAndTellsItsExitCode() {
    run(Workloads.shell("idle", "sleep 100"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (ExecWatch exec =
        client
            .pods()
            .withName("idle")
            .writingOutput(out)
            .writingError(err)
            .exec("sh", "-c", "echo $HOSTNAME; echo oops >&2; exit 7")) {
      assertThat(exec.exitCode().orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(7);
    }
    assertThat(out).hasToString("idle\n");
    assertThat(err).hasToString("oops\n");
  }

  @Test
  void initContainersRunFirst() {
    Container first =
        new ContainerBuilder()
            .withName("first")
            .withImage(Workloads.SHELL)
            .withCommand("sh", "-c", "echo ready > shared/word")
            .build();
    Pod late = Workloads.shell("late", "cat /proc/self/cwd/shared/word; sleep 100");
    run(Workloads.after(first, late));
    await()
        .untilAsserted(
            () -> assertThat(client.pods().withName("late").getLog()).isEqualTo("ready\n"));
  }

  @Test
  void aTerminatingPodIsAskedBeforeItIsKilled() {
    run(Workloads.shell("polite", "trap 'echo bye; exit 0' TERM; while :; do sleep 0.05; done"));
    Queue<String> phases = new ConcurrentLinkedQueue<>();
    Watch watch =
        client
            .pods()
            .withName("polite")
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    boolean marked = pod.getMetadata().getDeletionTimestamp() != null;
                    phases.add(action + (marked ? " marked" : ""));
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                });
    client.pods().withName("polite").delete();
    await().untilAsserted(() -> assertThat(phases).contains("DELETED marked"));
    watch.close();
    assertThat(phases).contains("MODIFIED marked");
  }

  @Test
  void aMountedConfigMapFollowsItsChanges() {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("word")
            .endMetadata()
            .withData(Map.of("word", "first"))
            .build();
    client.resource(map).create();
    run(
        new PodBuilder(
                Workloads.shell(
                    "reader",
                    "while sleep 0.05; do cat $HAWSER_VOLUME_ROOT/etc/w/word; echo; done"))
            .editSpec()
            .editFirstContainer()
            .addNewVolumeMount()
            .withName("v")
            .withMountPath("/etc/w")
            .endVolumeMount()
            .endContainer()
            .addNewVolume()
            .withName("v")
            .withNewConfigMap()
            .withName("word")
            .endConfigMap()
            .endVolume()
            .endSpec()
            .build());
    await().until(() -> client.pods().withName("reader").getLog().contains("first"));
    client.configMaps().withName("word").edit(m -> m.edit().addToData("word", "second").build());
    await().until(() -> client.pods().withName("reader").getLog().contains("second"));
  }
}
