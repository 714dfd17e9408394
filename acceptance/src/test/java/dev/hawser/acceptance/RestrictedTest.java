package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalServer;
import dev.hawser.acceptance.place.Manifest;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.PrintedRole;
import dev.hawser.acceptance.place.RoleUser;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Target;
import dev.hawser.acceptance.place.TestNamespace;
import dev.hawser.acceptance.place.Traces;
import dev.hawser.cluster.target.WorkloadKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where little is allowed, that is enough.
@Tag("cluster")
@ExtendWith(Places.class)
class RestrictedTest {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  @Test
  void theSmallestRoleIsEnoughInANamespaceOfRestrictedPods(Place place) {
    try (Shop shop = new Shop(place, Map.of(ENFORCE, "restricted"));
        RoleUser user =
            RoleUser.of(
                place,
                shop.namespace(),
                PrintedRole.print(place, shop.namespace(), "--smallest"))) {
      ObjectNode original = shop.orders().original();
      try (Session session = Session.connect(shop, user.kubeconfig())) {
        assertThat(shop.client().call("names", "http://orders:8080/name", "10")).isEqualTo("local");
        assertThat(session.process().errors())
            .filteredOn(line -> line.contains("nobody in the cluster undoes"))
            .hasSize(1);
        assertThat(session.local().get("/volume/etc/orders/keys/password.txt"))
            .asString()
            .isEqualTo("no newline");
      }
      assertThat(shop.orders().original()).isEqualTo(original);
      shop.orders().awaitOriginalPods();
    }
  }

  /// What it costs, as the Role says, is an entry in the workload's history.
  @ParameterizedTest
  @EnumSource(WorkloadKind.class)
  void theSmallestRoleForAKindIsEnoughForIt(WorkloadKind kind, Place place) {
    String name = kind.shortName() + "-1";
    try (TestNamespace namespace = new TestNamespace(place)) {
      Target target = new Manifest(kind, name, 1, Manifest.Company.NOBODY, "").create(namespace);
      ObjectNode original = target.original();
      PrintedRole role =
          PrintedRole.print(place, namespace.name(), "--smallest", "--kind", kind.shortName());
      try (RoleUser user = RoleUser.of(place, namespace.name(), role);
          LocalServer here = new LocalServer("here");
          RunningProcess session =
              Hawser.start(
                  place,
                  user.kubeconfig(),
                  List.of(
                      "connect",
                      "svc/" + name,
                      "-n",
                      namespace.name(),
                      "--yes",
                      "--port",
                      here.port() + ":8080"))) {
        Hawser.awaitConnected(session);
        assertThat(target.agents()).hasSize(1);
        session.signal("INT");
        assertThat(session.awaitExit(Hawser.LIMIT)).as(session.describe()).isEqualTo(130);
        target.awaitOriginals(1);
        assertThat(target.original()).isEqualTo(original);
      }
    }
  }

  @Test
  void whoMayHaveAReaperHasOneThatUndoesASessionWhoseMachineVanished(Place place) {
    try (Shop shop = new Shop(place, Map.of(ENFORCE, "restricted"));
        RoleUser user =
            RoleUser.of(place, shop.namespace(), PrintedRole.print(place, shop.namespace()))) {
      ObjectNode original = shop.orders().original();
      Traces traces = new Traces(place, shop.namespace());
      try (Session session = Session.connect(shop, user.kubeconfig(), "--orphan-after", "5s")) {
        assertThat(traces.hasReaper()).isTrue();
        session.process().kill(); // with its guard
      }
      await("the reaper's work")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                assertThat(shop.orders().original()).isEqualTo(original);
                assertThat(traces.list()).isEmpty();
              });
    }
  }
}
