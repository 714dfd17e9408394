package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Deployments as a client sees them.
class DeploymentsTest extends SandboxFixture {
  DeploymentsTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  @Test
  void aChangedTemplateIsRolledOutAndTheOldReplicaSetServesAgainWhenItReturns() {
    Deployment before = deploy("orders", 1);
    String firstPod = pods().getFirst().getMetadata().getName();
    client
        .apps()
        .deployments()
        .withName("orders")
        .edit(
            deployment ->
                deployment
                    .edit()
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToAnnotations("changed", "yes")
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build());
    Deployment after = awaitReplicas("orders", 1);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .hasSize(1)
                    .noneSatisfy(
                        pod -> assertThat(pod.getMetadata().getName()).isEqualTo(firstPod)));
    client
        .apps()
        .deployments()
        .withName("orders")
        .edit(
            deployment ->
                deployment
                    .edit()
                    .editSpec()
                    .withTemplate(before.getSpec().getTemplate())
                    .endSpec()
                    .build());
    awaitReplicas("orders", 1);
    List<ReplicaSet> sets = client.apps().replicaSets().list().getItems();
    assertThat(sets).hasSize(2);
    assertThat(sets)
        .allSatisfy(
            set -> {
              assertThat(set.getMetadata().getOwnerReferences().getFirst().getUid())
                  .isEqualTo(before.getMetadata().getUid());
              assertThat(set.getMetadata().getLabels()).containsKey("pod-template-hash");
            });
    assertThat(client.apps().deployments().withName("orders").get().getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "3");
  }

  @Test
  void aDeploymentIsScaledThroughItsSubresource() {
    deploy("orders", 1);
    client.apps().deployments().withName("orders").scale(2);
    awaitReplicas("orders", 2);
    assertThat(pods()).hasSize(2);
  }

  @Test
  void annotationsOfWhichTheLastIsTakenAwayAreNone() {
    deploy("orders", 1);
    var orders = client.apps().deployments().withName("orders");
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    String template =
        "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": {\"word\": %s}}}}}";
    orders.patch(merge, template.formatted("\"new\""));
    orders.patch(merge, template.formatted("null"));
    String path = "/apis/apps/v1/namespaces/%s/deployments/orders".formatted(namespace);
    assertThat(client.raw(path)).isNotBlank().doesNotContain("\"annotations\":{}");
  }

  @Test
  void aDeletedDeploymentTakesItsPodsWithIt() {
    deploy("orders", 1);
    client.apps().deployments().withName("orders").delete();
    await().untilAsserted(() -> assertThat(pods()).isEmpty());
    assertThat(client.apps().replicaSets().list().getItems()).isEmpty();
  }

  @Test
  void aDryRunTellsWhatWouldBeAndChangesNothing() {
    Deployment before = deploy("orders", 1);
    Deployment would =
        client
            .apps()
            .deployments()
            .withName("orders")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.JSON)
                    .withDryRun(List.of("All"))
                    .build(),
                "[{\"op\": \"replace\", \"path\": \"/spec/replicas\", \"value\": 5}]");
    assertThat(would.getSpec().getReplicas()).isEqualTo(5);
    assertThat(client.apps().deployments().withName("orders").get()).isEqualTo(before);
  }

  @Test
  void aFailedTestOfAPatchIsUnprocessableAndAStaleVersionConflicts() {
    Deployment stale = deploy("orders", 1);
    PatchContext json = PatchContext.of(PatchType.JSON);
    var orders = client.apps().deployments().withName("orders");
    assertThatThrownBy(
            () ->
                orders.patch(
                    json,
                    "[{\"op\": \"test\", \"path\": \"/metadata/resourceVersion\", \"value\":"
                        + " \"1\"}]"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(422));
    orders.patch(
        json, "[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"a\": \"b\"}}]");
    assertThatThrownBy(() -> client.resource(stale).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(409));
  }

  @Test
  void aDeletedNamespaceGoesWithAllThatIsInIt() {
    deploy("orders", 1);
    cluster.namespaces().withName(namespace).delete();
    await().until(() -> cluster.namespaces().withName(namespace).get() == null);
    assertThat(pods()).isEmpty();
  }
}
