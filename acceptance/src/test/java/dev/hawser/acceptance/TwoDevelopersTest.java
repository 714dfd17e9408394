package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two who want the same workload.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoDevelopersTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ME = System.getProperty("user.name") + "@";

  private final Place place;
  private final Shop shop;
  private final ObjectNode original;

  TwoDevelopersTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
    this.original = shop.orders().original();
  }

  @AfterEach
  void everythingIsAsBefore() {
    assertThat(shop.orders().original()).isEqualTo(original);
    shop.orders().awaitOriginalPods();
    await("nothing of the sessions is left")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(new Traces(place, shop.namespace()).list()).isEmpty());
  }

  private RunningProcess start() {
    List<String> words = new ArrayList<>(Session.connectWords(shop, LocalProgram.onFreePorts()));
    words.addAll(List.of("--wait-for-port", "0s", "--", "sleep", "600"));
    return Hawser.start(place, words.toArray(String[]::new));
  }

  @Test
  void ofTwoWhoStartAtOnceOneIsConnectedAndTheOtherIsToldWhoWasFaster() {
    try (RunningProcess anna = start();
        RunningProcess bert = start()) {
      await("one to be refused")
          .atMost(Hawser.LIMIT)
          .until(() -> !anna.isAlive() || !bert.isAlive());
      RunningProcess winner = anna.isAlive() ? anna : bert;
      RunningProcess loser = anna.isAlive() ? bert : anna;
      assertThat(loser.awaitExit(SOON)).as(loser.describe()).isEqualTo(4);
      assertThat(loser.errors())
          .anyMatch(line -> line.startsWith(Hawser.FAILED) && line.contains(ME));
      Hawser.awaitConnected(winner);
      winner.signal("INT");
      winner.awaitExit(Hawser.LIMIT);
    }
  }

  @Test
  void aTakeOverEndsTheOtherSessionWhichLeavesTheNewChangeAlone() {
    try (Session first = Session.connect(shop)) {
      try (Session second = Session.connect(shop, "--take-over")) {
        assertThat(first.process().awaitExit(SOON)).as(first.process().describe()).isEqualTo(130);
        assertThat(first.process().errors())
            .anyMatch(line -> line.contains("was taken over by " + ME));
        assertThat(shop.orders().isMarked()).isTrue();
        assertThat(shop.client().call("names", "http://orders:8080/name", "5")).isEqualTo("local");
        assertThat(second.process().isAlive()).isTrue();
      }
    }
  }

  @Test
  void aTakeOverWithoutConsentChangesNothing() {
    try (Session first = Session.connect(shop)) {
      String during = shop.orders().resourceVersion();
      Hawser.Result refused =
          Hawser.run(place, "connect", "svc/orders", "-n", shop.namespace(), "--take-over");
      assertThat(refused.exitCode()).as(refused.description()).isEqualTo(2);
      assertThat(refused.failureLine()).contains(ME);
      assertThat(shop.orders().resourceVersion()).isEqualTo(during);
      assertThat(first.process().isAlive()).isTrue();
    }
  }

  @Test
  void theOthersSessionIsListedWithItsHeartbeatAndEndsWhenSomebodyRestoresTheOriginal() {
    try (Session session = Session.connect(shop)) {
      Hawser.Result status = Hawser.run(place, "status", "-A", "-o", "json");
      assertThat(status.output())
          .as(status.description())
          .anyMatch(
              line ->
                  Stream.of(shop.namespace(), "\"alive\"", "heartbeatMilliseconds", ME)
                      .allMatch(line::contains));

      Hawser.Result restored = Hawser.run(place, "restore", "--all", "-n", shop.namespace());
      assertThat(restored.exitCode()).as(restored.description()).isZero();
      assertThat(session.process().awaitExit(SOON)).isEqualTo(130);
      assertThat(session.process().errors()).anyMatch(line -> line.contains("was restored by "));
    }
  }
}
