package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.Conversation;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Line;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Transfers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What connections and the user notice of a line that is cut: a pause, up to the grace period.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenLineTest {
  private static final String GRACE = "15s";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final String size;
  private final Shop shop;
  private final Line line;
  private final Session session;
  private int toldBefore;

  BrokenLineTest(Place place, Shop shop) {
    this.size = String.valueOf(place.bigTransferBytes());
    this.shop = shop;
    this.line = place.line();
    this.session = Session.connect(shop, line, "--grace", GRACE);
  }

  @BeforeEach
  void listen() {
    toldBefore = session.process().errors().size();
  }

  @AfterEach
  void mend() {
    line.mend();
  }

  @AfterAll
  void close() {
    session.close();
    line.close();
  }

  @Test
  void connectionsLiveThroughCutsOfEveryKind() {
    Transfers inbound =
        Transfers.start(() -> shop.client().call("download", "http://orders:8080/", "31", size));
    Transfers outbound =
        Transfers.start(() -> session.local().call("download", stock(), "32", size));
    try (Conversation conversation = Conversation.withStock(session.local())) {
      line.reset(session.process());
      conversation.goesOn("after a reset");

      line.closeAtTheNode(shop.orders());
      conversation.goesOn("after the far end closed");

      awaitAllUp(); // else what is still down would be so for longer than the grace period
      line.silence(session.process());
      awaitTold("been silent");
      assertThat(status()).contains("SUSPECTED");
      line.mend();
      conversation.goesOn("after silence");

      inbound.assertThatAllAreTheSame();
      outbound.assertThatAllAreTheSame();
      conversation.goesOn("after all");
    }
    awaitTold("heard again|are back|is back");
    assertThat(told()).noneMatch(told -> told.contains("were reset"));
    awaitAllUp();
  }

  @Test
  void connectionsLiveThroughASuspensionOfTheMachine() {
    try (Conversation conversation = Conversation.withStock(session.local())) {
      session.process().signal("STOP");
      line.reset(session.process());
      assertThat(status()).contains("does not answer");
      session.process().signal("CONT");
      conversation.goesOn("after a sleep");
    }
  }

  @Test
  void beyondTheGraceConnectionsAreResetAndTheSessionSaysSoAndGoesOn() {
    try (Conversation conversation = Conversation.withStock(session.local())) {
      line.refuse(session.process());
      awaitTold("broke: ");
      assertThat(status()).contains("\"DOWN\"");
      assertThatThrownBy(() -> conversation.goesOn("beyond the grace"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("reset");
    }
    awaitTold("were reset: no link within 15 s");
    line.mend();
    awaitTold("linked; new connections pass");
    try (Conversation conversation = Conversation.withStock(session.local())) {
      conversation.goesOn("anew");
    }
    await()
        .atMost(SOON)
        .ignoreException(AssertionError.class)
        .until(() -> shop.client().call("names", "http://orders:8080/name", "4").equals("local"));
  }

  private String stock() {
    return "http://%s:%s/"
        .formatted(
            session.local().variable("STOCK_SERVICE_HOST"),
            session.local().variable("STOCK_SERVICE_PORT_HTTP"));
  }

  private void awaitTold(String pattern) {
    await(pattern)
        .atMost(SOON)
        .failFast(() -> assertThat(session.process().isAlive()).isTrue())
        .until(() -> told().stream().anyMatch(told -> told.matches(".*(" + pattern + ").*")));
  }

  private void awaitAllUp() {
    await("both lines are up").atMost(SOON).until(() -> status().split("\"UP\"").length == 3);
  }

  /// On standard error, in this test.
  private List<String> told() {
    List<String> all = List.copyOf(session.process().errors());
    return all.subList(toldBefore, all.size());
  }

  /// Asked over another line.
  private String status() {
    Hawser.Result status = Hawser.run(shop.place(), "status", "-n", shop.namespace(), "-o", "json");
    assertThat(status.exitCode()).as(status.description()).isZero();
    return String.join("\n", status.output());
  }
}
