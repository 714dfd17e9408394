package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What others change while a session lasts is theirs: the undo leaves it as it is, and says so
/// where it is in the way.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignEditsTest {
  private static final String CONTAINER = "orders";
  private static final String BUMPED = "hawser.test/program:bumped";

  private final Place place;
  private final Shop shop;

  ForeignEditsTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
  }

  @Test
  void anImageThatSomebodyElseSetStaysAndIsToldAndAllElseIsPutBack() {
    ObjectNode original = shop.orders().original();
    String image = container(original).path("image").asText();
    try (Session session = Session.connect(shop)) {
      shop.orders().edit(deployment -> withImage(deployment, BUMPED));
      session.process().signal("INT");
      awaitUnmarked();
      ObjectNode expected = original.deepCopy();
      container(expected).put("image", BUMPED);
      assertThat(shop.orders().original()).isEqualTo(expected);
      shop.orders()
          .edit(deployment -> withImage(deployment, image)); // so that its pods start again
      session.process().awaitExit(Hawser.LIMIT);
      assertThat(session.process().errors())
          .anyMatch(line -> line.contains("image of container") && line.contains(BUMPED));
    }
    assertThat(shop.orders().original()).isEqualTo(original);
    twiceIsHarmless();
  }

  @Test
  void theNumberOfReplicasThatSomebodyElseSetStays() {
    ObjectNode original = shop.orders().original();
    try (Session session = Session.connect(shop)) {
      shop.orders().edit(deployment -> withReplicas(deployment, 3));
    }
    ObjectNode expected = original.deepCopy();
    ((ObjectNode) expected.path("spec")).put("replicas", 3);
    assertThat(shop.orders().original()).isEqualTo(expected);
    shop.orders().edit(deployment -> withReplicas(deployment, 2));
    twiceIsHarmless();
    assertThat(shop.orders().original()).isEqualTo(original);
  }

  @Test
  void aVariableThatSomebodyElseAddedStays() {
    ObjectNode original = shop.orders().original();
    try (Session session = Session.connect(shop)) {
      shop.orders().edit(ForeignEditsTest::withVariable);
    }
    ObjectNode expected = original.deepCopy();
    ((ArrayNode) container(expected).path("env"))
        .add(JsonNodeFactory.instance.objectNode().put("name", "ADDED").put("value", "1"));
    assertThat(shop.orders().original()).isEqualTo(expected);
    shop.orders().edit(ForeignEditsTest::withoutVariable);
    twiceIsHarmless();
    assertThat(shop.orders().original()).isEqualTo(original);
  }

  @Test
  void aWorkloadThatWasDeletedAndMadeAgainIsLeftAlone() {
    Deployment original = shop.orders().read();
    Deployment again =
        new DeploymentBuilder(original)
            .editMetadata()
            .withResourceVersion(null)
            .withUid(null)
            .endMetadata()
            .withStatus(null)
            .build();
    try (Session session = Session.connect(shop)) {
      place.client().resource(shop.orders().read()).delete();
      await("it is gone")
          .atMost(Duration.ofSeconds(30))
          .until(() -> place.client().resource(again).get() == null);
      place.client().resource(again).create();
    }
    assertThat(shop.orders().read().getSpec()).isEqualTo(original.getSpec());
    assertThat(shop.orders().isMarked()).isFalse();
    shop.orders().awaitOriginalPods();
    twiceIsHarmless();
  }

  private void twiceIsHarmless() {
    ObjectNode before = shop.orders().original();
    Hawser.Result result = Hawser.run(place, "restore", "svc/orders", "-n", shop.namespace());
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(shop.orders().original()).isEqualTo(before);
    shop.orders().awaitOriginalPods();
  }

  private void awaitUnmarked() {
    await("the undo").atMost(Duration.ofSeconds(30)).until(() -> !shop.orders().isMarked());
  }

  private static Deployment withImage(Deployment deployment, String image) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> CONTAINER.equals(container.getName()))
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment withReplicas(Deployment deployment, int replicas) {
    return new DeploymentBuilder(deployment).editSpec().withReplicas(replicas).endSpec().build();
  }

  private static Deployment withVariable(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> CONTAINER.equals(container.getName()))
        .addNewEnv()
        .withName("ADDED")
        .withValue("1")
        .endEnv()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Deployment withoutVariable(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .editMatchingContainer(container -> CONTAINER.equals(container.getName()))
        .removeMatchingFromEnv(variable -> "ADDED".equals(variable.getName()))
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static ObjectNode container(ObjectNode deployment) {
    for (var container : deployment.at("/spec/template/spec/containers")) {
      if (container.path("name").asText().equals(CONTAINER)) {
        return (ObjectNode) container;
      }
    }
    throw new AssertionError("no container " + CONTAINER);
  }
}
