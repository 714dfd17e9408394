package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a name means, and which container of it: of `targets.yaml`, all of which stays as it is.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetsTest {
  private static final Duration SOON = Duration.ofSeconds(90);

  private final Place place;
  private final TestNamespace namespace;

  TargetsTest(Place place) {
    this.place = place;
    this.namespace = new TestNamespace(place);
    namespace.create("targets.yaml");
    for (String deployment : List.of("one", "two", "several", "meshed")) {
      namespace.awaitAvailable(deployment);
    }
    await("the pod that ends")
        .atMost(SOON)
        .until(() -> pod("done").getStatus().getPhase().equals("Succeeded"));
  }

  @AfterAll
  void close() {
    namespace.close();
  }

  private Pod pod(String name) {
    return place.client().pods().inNamespace(namespace.name()).withName(name).require();
  }

  private Hawser.Result dryRun(String target, String... options) {
    List<String> words = new ArrayList<>(List.of("connect", target, "-n", namespace.name()));
    words.addAll(List.of(options));
    words.addAll(List.of("--yes", "--dry-run"));
    return Hawser.run(place, words.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "svc/pair, served by several workloads: deploy/one; deploy/two, name one of them",
    "svc/none, has no pods, app=nobody",
    "svc/asleep, has no pods, scale deploy/asleep --replicas=1",
    "deploy/asleep, scaled to no pods, scale deploy/asleep --replicas=1",
    "svc/loose, selects no pods, name the workload",
    "svc/outside, ExternalName, in this cluster",
    "svc/done, have run to their end, one that stays",
    "pod/done, has run to its end, a pod that runs",
    "two, may be each of: deploy/two; sts/two, say which",
    "sts/one, no StatefulSet 'one', two",
    "job/import, is a Job, name what serves",
    "cj/import, is a CronJob, name what serves",
    "svc/nameless, no TCP port that arrives, targetPort",
    "deploy/several, several containers, helper; server"
  })
  void whatCannotBeTakenIsRefusedWithTheReasonAndWhatToDo(
      String target, String reason, String advice) {
    assertRefused(dryRun(target), reason.replace(';', ','), advice.replace(';', ','));
  }

  private static void assertRefused(Hawser.Result result, String reason, String advice) {
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).as(result.description()).contains(reason);
    assertThat(String.join("\n", result.errors())).as(result.description()).contains(advice);
  }

  @Test
  void whatBelongsToAWorkloadIsRefusedWithThatOnesName() {
    HasMetadata set =
        place.client().apps().replicaSets().inNamespace(namespace.name()).list().getItems().stream()
            .filter(one -> one.getMetadata().getName().startsWith("one-"))
            .findFirst()
            .orElseThrow();
    assertRefused(dryRun("rs/" + set.getMetadata().getName()), "deploy/one", "name deploy/one");
    String pod = namespace.workload("one").pods().getFirst().getMetadata().getName();
    assertRefused(dryRun("pod/" + pod), "deploy/one", "name deploy/one");
    assertRefused(dryRun("pod/two-0"), "sts/two", "name sts/two");
  }

  @Test
  void aPodOfAJobIsRefused() {
    namespace.createText(place.hasJobs() ? JOB : POD_OF_A_JOB);
    await("the Job's pod").atMost(SOON).until(() -> !podsOfTheJob().isEmpty());
    String pod = podsOfTheJob().getFirst().getMetadata().getName();
    assertRefused(dryRun("pod/" + pod), "Job/import", "name what serves");
    assertRefused(dryRun("svc/import"), "Job/import", "whose pods stay");
  }

  private List<Pod> podsOfTheJob() {
    return place
        .client()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("app", "import")
        .list()
        .getItems();
  }

  private static final String SERVICE_OF_THE_JOB =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: import}
      spec: {selector: {app: import}, ports: [{port: 8080}]}
      ---
      """;

  private static final String JOB =
      SERVICE_OF_THE_JOB
          + """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: import}
          spec:
            template:
              metadata: {labels: {app: import}}
              spec:
                restartPolicy: Never
                terminationGracePeriodSeconds: 0
                containers:
                  - {name: main, image: "hawser.test/base:1", imagePullPolicy: IfNotPresent, command: [sleep, "4009"]}
          """;

  /// Where there are no Jobs, what one would have made.
  private static final String POD_OF_A_JOB =
      SERVICE_OF_THE_JOB
          + """
          apiVersion: v1
          kind: Pod
          metadata:
            name: import-x7c2f
            labels: {app: import}
            ownerReferences:
              - {apiVersion: batch/v1, kind: Job, name: import, uid: 0d1f, controller: true}
          spec:
            containers:
              - {name: main, image: "hawser.test/base:1", command: [sleep, "4009"]}
          """;

  /// @param command the last word of the container's command, which the agent's takes the place of
  @ParameterizedTest
  @CsvSource({
    "svc/headless, '', 4001",
    "svc/twice, '', 4001",
    "deploy/one, '', 4001",
    "one, '', 4001",
    "sts/two, '', 4003",
    "svc/several, '', 4005",
    "svc/several, server, 4005",
    "deploy/several, helper, 4004",
    "deploy/meshed, '', 4008",
    "deploy/meshed, linkerd-proxy, 4007"
  })
  void theContainerIsTheOneThatWasNamedOrTheOnlyOneThatIsNoSidecarOrTheOneWithTheServicesPort(
      String target, String container, String command) {
    Hawser.Result result =
        container.isEmpty() ? dryRun(target) : dryRun(target, "--container", container);
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(result.output().stream().filter(line -> line.matches("-.*\\b400\\d\\b.*")))
        .as(result.description())
        .singleElement()
        .asString()
        .contains(command);
  }
}
