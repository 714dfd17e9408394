package dev.hawser.cluster.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedByTest {
  private static final Map<String, OwnerReference> REPLICA_SETS =
      Map.of("orders-1", owner("Deployment", "orders"), "roll-1", owner("Rollout", "roll"));

  @ParameterizedTest
  @CsvSource({
    "ReplicaSet, orders-1, deploy/orders",
    "ReplicaSet, alone, rs/alone",
    "StatefulSet, db, sts/db",
    "DaemonSet, node, ds/node"
  })
  void aServiceLeadsThroughItsPodsOwnersToWhicheverKind(String kind, String name, String workload) {
    assertThat(behind(pod("a", owner(kind, name)), pod("b", owner(kind, name))))
        .hasToString(workload);
  }

  @Test
  void aPodThatNothingOwnsIsAWorkloadItselfAndSoIsTheOneThatAStandInIsFor() {
    assertThat(behind(pod("lone"))).hasToString("pod/lone");

    ObjectMeta standIn =
        new ObjectMetaBuilder()
            .withName("lone-hawser-s1")
            .addToLabels("hawser.dev/stand-in", "s1")
            .addToAnnotations("hawser.dev/stand-in-for", "lone")
            .build();
    assertThat(behind(standIn, pod("lone"))).hasToString("pod/lone");
  }

  @Test
  void severalWorkloadsAreListedAndOneOfThemIsAskedFor() {
    assertThatThrownBy(() -> behind(pod("a", owner("StatefulSet", "db")), pod("lone")))
        .hasMessageContaining("svc/orders is served by several workloads: pod/lone, sts/db")
        .hasMessageContaining("name one of them");
  }

  @Test
  void podsOnTheirWayOutCountWhereThereAreNoOthers() {
    ObjectMeta leaving = pod("a", owner("StatefulSet", "deleted"));
    leaving.setDeletionTimestamp("2026-01-01T00:00:00Z");

    assertThat(behind(leaving, pod("b", owner("ReplicaSet", "orders-1"))))
        .hasToString("deploy/orders");
    assertThat(behind(leaving)).hasToString("sts/deleted");
  }

  @Test
  void podsOfJobsAndOfUnknownKindsAreRefusedWithAReason() {
    assertThatThrownBy(() -> behind(pod("a", owner("Job", "once"))))
        .hasMessageContaining("pods of Job/once, which run to an end");
    assertThatThrownBy(() -> behind(pod("a", owner("ReplicaSet", "roll-1"))))
        .hasMessageContaining("served by Rollout/roll, which is of a kind that is not supported");
  }

  private static Origin.Known behind(ObjectMeta... pods) {
    return ServedBy.workload(
        "orders", List.of(pods), name -> Optional.ofNullable(REPLICA_SETS.get(name)));
  }

  private static OwnerReference owner(String kind, String name) {
    return new OwnerReferenceBuilder().withKind(kind).withName(name).withController(true).build();
  }

  private static ObjectMeta pod(String name, OwnerReference... owners) {
    return new ObjectMetaBuilder().withName(name).withOwnerReferences(owners).build();
  }
}
