package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.PrintedRole;
import dev.hawser.acceptance.place.RoleUser;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Traces;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
