package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// DaemonSets as a client sees them.
class DaemonSetsTest extends SandboxFixture {
  private static final String NEW_WORD =
      "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": {\"word\": \"new\"}}}}}";

  DaemonSetsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  private Resource<DaemonSet> log() {
    return client.apps().daemonSets().withName("log");
  }

  private DaemonSet deployed() {
    client.resource(Workloads.daemonSet("log")).create();
    return awaitUpdated();
  }

  private DaemonSet awaitUpdated() {
    return log()
        .waitUntilCondition(DaemonSetsTest::isUpdated, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isUpdated(DaemonSet set) {
    Integer one = 1;
    return set.getMetadata().getGeneration().equals(set.getStatus().getObservedGeneration())
        && one.equals(set.getStatus().getUpdatedNumberScheduled())
        && one.equals(set.getStatus().getNumberAvailable());
  }

  private void merge(String patch) {
    log().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private String word(Pod pod) {
    return String.valueOf(pod.getMetadata().getAnnotations().get("word"));
  }

  @Test
  void theNodeHasOnePodOfIt() {
    DaemonSet set = deployed();
    assertThat(set.getStatus().getDesiredNumberScheduled()).isEqualTo(1);
    assertThat(set.getStatus().getNumberReady()).isEqualTo(1);
    assertThat(set.getSpec().getUpdateStrategy().getRollingUpdate().getMaxUnavailable())
        .hasToString("AnyType(value=1)");
    assertThat(pods())
        .singleElement()
        .satisfies(
            pod ->
                assertThat(pod.getMetadata().getLabels())
                    .containsKeys("controller-revision-hash", "pod-template-generation"));
  }

  @Test
  void aChangedTemplateReplacesThePodAndIsCounted() {
    String first = deployed().getMetadata().getUid();
    String before = pods().getFirst().getMetadata().getName();
    merge(NEW_WORD);
    DaemonSet after = awaitUpdated();
    assertThat(after.getMetadata().getUid()).isEqualTo(first);
    assertThat(after.getMetadata().getAnnotations())
        .containsEntry("deprecated.daemonset.template.generation", "2");
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .singleElement()
                    .satisfies(
                        pod -> {
                          assertThat(pod.getMetadata().getName()).isNotEqualTo(before);
                          assertThat(word(pod)).isEqualTo("new");
                        }));
  }

  @Test
  void withSurgeTheOldPodStaysUntilTheNewOneIsReady() {
    deployed();
    merge(
        "{\"spec\": {\"updateStrategy\": {\"rollingUpdate\": {\"maxSurge\": 1, \"maxUnavailable\":"
            + " 0}}}}");
    String image =
        "{\"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"%s\","
            + " \"command\": [\"sleep\", \"100\"]}]}}}}";
    merge(image.formatted("example.com/none:1"));
    await().untilAsserted(() -> assertThat(pods()).hasSize(2));
    assertThat(log().get().getStatus().getNumberReady()).isEqualTo(1);
    merge(image.formatted(Workloads.SHELL));
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .singleElement()
                    .satisfies(
                        pod ->
                            assertThat(pod.getSpec().getContainers().getFirst().getCommand())
                                .isEqualTo(List.of("sleep", "100"))));
  }

  @Test
  void onDeleteThePodIsUpdatedWhenSomebodyDeletesIt() {
    deployed();
    merge("{\"spec\": {\"updateStrategy\": {\"type\": \"OnDelete\", \"rollingUpdate\": null}}}");
    String before = pods().getFirst().getMetadata().getName();
    merge(NEW_WORD);
    await()
        .untilAsserted(
            () -> assertThat(log().get().getStatus().getUpdatedNumberScheduled()).isNull());
    assertThat(pods().getFirst().getMetadata().getName()).isEqualTo(before);
    client.pods().withName(before).delete();
    awaitUpdated();
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .singleElement()
                    .satisfies(pod -> assertThat(word(pod)).isEqualTo("new")));
  }

  @Test
  void aDeletedDaemonSetTakesItsPodWithIt() {
    deployed();
    log().delete();
    await().untilAsserted(() -> assertThat(pods()).isEmpty());
  }
}
