package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// StatefulSets as a client sees them.
class StatefulSetsTest extends SandboxFixture {
  private static final String REVISION = "controller-revision-hash";
  private static final String NEW_WORD =
      "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": {\"word\": \"new\"}}}}}";
  private static final String OLD_WORD =
      "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": null}}}}";
  private static final String ON_DELETE =
      "{\"spec\": {\"updateStrategy\": {\"type\": \"OnDelete\", \"rollingUpdate\": null}}}";

  StatefulSetsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  private RollableScalableResource<StatefulSet> db() {
    return client.apps().statefulSets().withName("db");
  }

  private StatefulSet deployed(StatefulSet set) {
    client.resource(set).create();
    return awaitUpdated(set.getSpec().getReplicas());
  }

  private StatefulSet awaitUpdated(int replicas) {
    return db().waitUntilCondition(
            set -> isUpdated(set, replicas), PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isUpdated(StatefulSet set, int replicas) {
    StatefulSetStatus status = set.getStatus();
    Integer wanted = replicas;
    return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && wanted.equals(status.getReplicas())
        && wanted.equals(status.getReadyReplicas())
        && wanted.equals(status.getUpdatedReplicas());
  }

  private void merge(String patch) {
    db().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private Pod pod(int ordinal) {
    return Objects.requireNonNull(client.pods().withName("db-" + ordinal).get());
  }

  private String revision(int ordinal) {
    return String.valueOf(pod(ordinal).getMetadata().getLabels().get(REVISION));
  }

  @Test
  void podsHaveNumbersAndNamesForLifeAndTheRevisionOfTheirTemplate() {
    StatefulSet set = deployed(Workloads.statefulSet("db", 2));
    assertThat(set.getStatus().getCurrentRevision())
        .isEqualTo(set.getStatus().getUpdateRevision())
        .startsWith("db-");
    assertThat(pods())
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("db-0", "db-1");
    assertThat(pod(1).getSpec().getHostname()).isEqualTo("db-1");
    assertThat(pod(1).getSpec().getSubdomain()).isEqualTo("db");
    assertThat(pod(1).getMetadata().getLabels())
        .containsEntry(REVISION, set.getStatus().getUpdateRevision())
        .containsEntry("apps.kubernetes.io/pod-index", "1");
    assertThat(pod(1).getMetadata().getOwnerReferences().getFirst().getKind())
        .isEqualTo("StatefulSet");
    assertThat(client.apps().controllerRevisions().list().getItems()).hasSize(1);
  }

  @Test
  void aDeletedPodComesBackUnderItsName() {
    deployed(Workloads.statefulSet("db", 1));
    String before = pod(0).getMetadata().getUid();
    client.pods().withName("db-0").delete();
    await().until(() -> !pod(0).getMetadata().getUid().equals(before));
    awaitUpdated(1);
  }

  @Test
  void aChangedTemplateIsRolledOutAndTheOldRevisionIsTakenAgainWhenItReturns() {
    String first = deployed(Workloads.statefulSet("db", 2)).getStatus().getCurrentRevision();
    merge(NEW_WORD);
    StatefulSet changed = awaitUpdated(2);
    assertThat(changed.getStatus().getUpdateRevision()).isNotEqualTo(first);
    assertThat(List.of(revision(0), revision(1)))
        .containsOnly(changed.getStatus().getUpdateRevision());
    merge(OLD_WORD);
    StatefulSet back = awaitUpdated(2);
    assertThat(back.getStatus().getUpdateRevision()).isEqualTo(first);
    await().untilAsserted(() -> assertThat(List.of(revision(0), revision(1))).containsOnly(first));
    assertThat(client.apps().controllerRevisions().list().getItems()).hasSize(2);
  }

  @Test
  void aPodThatIsNotReadyStallsTheUpdateUntilItIsDeleted() {
    deployed(Workloads.statefulSet("db", 2));
    merge(container("{\"name\": \"c\", \"image\": \"example.com/none:1\"}"));
    await()
        .untilAsserted(
            () ->
                assertThat(pod(1).getStatus().getPhase() + revision(1))
                    .isEqualTo("Pending" + db().get().getStatus().getUpdateRevision()));
    merge(container("{\"name\": \"c\", \"image\": \"%s\"}".formatted(Workloads.SHELL)));
    String wanted = db().get().getStatus().getCurrentRevision();
    await()
        .untilAsserted(
            () -> assertThat(db().get().getStatus().getObservedGeneration()).isEqualTo(3));
    assertThat(revision(1)).as("of the pod that nobody replaces").isNotEqualTo(wanted);
    client.pods().withName("db-1").delete();
    awaitUpdated(2);
    assertThat(revision(0)).isEqualTo(revision(1));
  }

  private static String container(String words) {
    String command = ", \"command\": [\"sh\", \"-c\", \"exec sleep 100\"]}";
    return "{\"spec\": {\"template\": {\"spec\": {\"containers\": [%s]}}}}"
        .formatted(words.replace("}", command));
  }

  @Test
  void onDeleteAPodIsUpdatedWhenSomebodyDeletesIt() {
    String first = deployed(Workloads.statefulSet("db", 2)).getStatus().getCurrentRevision();
    merge(ON_DELETE);
    merge(NEW_WORD);
    await().until(() -> !db().get().getStatus().getUpdateRevision().equals(first));
    assertThat(List.of(revision(0), revision(1))).containsOnly(first);
    client.pods().withName("db-0").delete();
    await().until(() -> !revision(0).equals(first));
    assertThat(revision(1)).isEqualTo(first);
    await()
        .untilAsserted(() -> assertThat(db().get().getStatus().getUpdatedReplicas()).isEqualTo(1));
  }

  @Test
  void whatIsNotSaidIsFilledInAndWhatCannotBeIsRefused() {
    StatefulSet set = deployed(Workloads.statefulSet("db", 1));
    assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("OrderedReady");
    assertThat(set.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(set.getSpec().getUpdateStrategy().getRollingUpdate().getPartition()).isZero();
    for (String patch :
        List.of(
            "{\"spec\": {\"serviceName\": \"other\"}}",
            "{\"spec\": {\"updateStrategy\": {\"type\": \"OnDelete\"}}}",
            "{\"spec\": {\"updateStrategy\": {\"type\": \"Sometimes\"}}}")) {
      assertThatThrownBy(() -> merge(patch))
          .as(patch)
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(422));
    }
  }

  @Test
  void aStatefulSetIsScaledAndTakesItsPodsWithIt() {
    deployed(Workloads.statefulSet("db", 1));
    db().scale(3);
    awaitUpdated(3);
    db().scale(1);
    awaitUpdated(1);
    assertThat(pods()).extracting(pod -> pod.getMetadata().getName()).containsExactly("db-0");
    db().delete();
    await().untilAsserted(() -> assertThat(pods()).isEmpty());
    await()
        .untilAsserted(
            () -> assertThat(client.apps().controllerRevisions().list().getItems()).isEmpty());
  }

  @Test
  void itsPodsAreFoundByNameBelowTheirHeadlessService() {
    client
        .resource(Workloads.service("db").edit().editSpec().withClusterIP("None").endSpec().build())
        .create();
    deployed(Workloads.statefulSet("db", 1));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .endpoints()
                            .withName("db")
                            .get()
                            .getSubsets()
                            .getFirst()
                            .getAddresses())
                    .singleElement()
                    .satisfies(address -> assertThat(address.getHostname()).isEqualTo("db-0")));
  }
}
