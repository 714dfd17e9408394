package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What belongs to whom, and what becomes of it.
class OwnersTest extends SandboxFixture {
  OwnersTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  private static Pod ownedBy(String apiVersion, String kind, HasMetadata owner, Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build())
        .endMetadata()
        .build();
  }

  @Test
  void whatALeaseOwnsGoesWithItUnlessAnotherOwnerIsLeft() {
    Lease lease =
        client
            .resource(new LeaseBuilder().withNewMetadata().withName("l").endMetadata().build())
            .create();
    Lease other =
        client
            .resource(new LeaseBuilder().withNewMetadata().withName("o").endMetadata().build())
            .create();
    String version = "coordination.k8s.io/v1";
    run(ownedBy(version, "Lease", lease, Workloads.shell("alone", "exec sleep 100")));
    Pod shared = ownedBy(version, "Lease", lease, Workloads.shell("shared", "exec sleep 100"));
    run(ownedBy(version, "Lease", other, shared));
    client.leases().withName("l").delete();
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .extracting(pod -> pod.getMetadata().getName())
                    .containsExactly("shared"));
  }

  @Test
  void anOwnerOfAKindThatNobodyKnowsIsTakenForAlive() {
    Lease lease =
        client
            .resource(new LeaseBuilder().withNewMetadata().withName("l").endMetadata().build())
            .create();
    run(ownedBy("example.org/v1", "Rollout", lease, Workloads.shell("kept", "exec sleep 100")));
    client.leases().withName("l").delete();
    run(Workloads.shell("later", "exec sleep 100")); // after which the controllers have looked
    assertThat(client.pods().withName("kept").get().getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void aBareReplicaSetReplacesWhatIsDeletedAndNothingElse() {
    client.resource(Workloads.replicaSet("web", 2)).create();
    await().untilAsserted(() -> assertThat(readyOf("web")).isEqualTo(2));
    List<String> before = names();
    client
        .apps()
        .replicaSets()
        .withName("web")
        .edit(
            set ->
                set.edit()
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToAnnotations("word", "new")
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build());
    await().untilAsserted(() -> assertThat(observed("web")).isEqualTo(2));
    assertThat(names()).isEqualTo(before);
    client.pods().withName(before.getFirst()).delete();
    await()
        .untilAsserted(
            () ->
                assertThat(pods())
                    .hasSize(2)
                    .anySatisfy(
                        pod ->
                            assertThat(pod.getMetadata().getAnnotations())
                                .containsEntry("word", "new")));
    client.apps().replicaSets().withName("web").scale(1);
    await().untilAsserted(() -> assertThat(pods()).hasSize(1));
  }

  private List<String> names() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  private Integer readyOf(String name) {
    return replicaSet(name).getStatus().getReadyReplicas();
  }

  private Long observed(String name) {
    return replicaSet(name).getStatus().getObservedGeneration();
  }

  private ReplicaSet replicaSet(String name) {
    return client.apps().replicaSets().withName(name).get();
  }
}
