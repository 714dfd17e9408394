package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// However a session ends, the cluster is as it was before.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionEndTest {
  private final Place place;
  private final Shop shop;
  private final ObjectNode original;

  SessionEndTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
    this.original = shop.orders().original();
  }

  @Test
  void afterTheChildHasEndedWellEverythingIsAsBefore() {
    Hawser.Result result = runChild("exit", "0");
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThatEverythingIsAsBefore();
  }

  @Test
  void afterTheChildHasFailedEverythingIsAsBeforeAndItsExitCodeComesThrough() {
    Hawser.Result result = runChild("exit", "17");
    assertThat(result.exitCode()).as(result.description()).isEqualTo(17);
    assertThatEverythingIsAsBefore();
  }

  private Hawser.Result runChild(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(Session.connectWords(shop, LocalProgram.onFreePorts()));
    command.add("--");
    command.addAll(LocalProgram.program());
    command.addAll(List.of(words));
    return Hawser.run(place, command.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void afterASignalEverythingIsAsBefore(String signal, int exitCode) {
    try (Session session = Session.connect(shop)) {
      assertThat(shop.client().call("get", "http://orders:8080/name")).isEqualTo("local");
      session.process().signal(signal);
      assertThat(session.process().awaitExit(Hawser.LIMIT))
          .as(session.process().describe())
          .isIn(130, exitCode);
    }
    assertThatEverythingIsAsBefore();
  }

  @Test
  void afterAnImageThatCannotBePulledTheKubeletsWordsAreToldAndEverythingIsAsBefore() {
    List<String> command = new ArrayList<>();
    command.addAll(Session.connectWords(shop, LocalProgram.onFreePorts()));
    command.addAll(List.of("--agent-image", "hawser.dev/agent:no-such-tag", "--"));
    command.addAll(LocalProgram.program());
    command.add("wait");
    Hawser.Result result = Hawser.run(place, command.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine())
        .as(result.description())
        .contains("ImagePull", "hawser.dev/agent:no-such-tag");
    assertThatEverythingIsAsBefore();
  }

  @Test
  void afterAKillTheMarkIsStillThereAndARestoreFromElsewhereMakesEverythingAsBefore() {
    try (Session session = Session.connect(shop, Hawser.WITHOUT_GUARD)) {
      session.process().kill();
    }
    assertThat(shop.orders().isMarked()).isTrue();
    assertThat(status()).anyMatch(line -> line.contains("orders"));

    Hawser.Result restored = Hawser.run(place, "restore", "svc/orders", "-n", shop.namespace());
    assertThat(restored.exitCode()).as(restored.description()).isZero();
    assertThatEverythingIsAsBefore();
    assertThat(status()).noneMatch(line -> line.contains("orders"));

    Hawser.Result again = Hawser.run(place, "restore", "svc/orders", "-n", shop.namespace());
    assertThat(again.exitCode()).as(again.description()).isZero();
    assertThatEverythingIsAsBefore();
  }

  @Test
  void afterAKillAllSessionsOfTheNamespaceAreRestoredAtOnce() {
    try (Session session = Session.connect(shop, Hawser.WITHOUT_GUARD)) {
      session.process().kill();
    }
    Hawser.Result restored = Hawser.run(place, "restore", "--all", "-n", shop.namespace());
    assertThat(restored.exitCode()).as(restored.description()).isZero();
    assertThatEverythingIsAsBefore();
  }

  private List<String> status() {
    Hawser.Result status = Hawser.run(place, "status", "-n", shop.namespace(), "-o", "json");
    assertThat(status.exitCode()).as(status.description()).isZero();
    return status.output().stream().filter(this::isOfThisNamespace).toList();
  }

  /// Sessions that run here are told whatever their namespace is.
  private boolean isOfThisNamespace(String line) {
    return !line.contains("\"event\":\"here\"") || line.contains(shop.namespace());
  }

  private void assertThatEverythingIsAsBefore() {
    assertThat(shop.orders().original()).isEqualTo(original);
    shop.orders().awaitOriginalPods();
    await("the original pods serve")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(shop.client().call("names", "http://orders:8080/name", "20"))
                    .isEqualTo("original"));
  }
}
