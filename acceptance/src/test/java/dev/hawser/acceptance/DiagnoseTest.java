package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.acceptance.place.Conversation;
import dev.hawser.acceptance.place.Diagnosed;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// What can be found out about a session that runs, and about one that has ended.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiagnoseTest {
  private static final int LAST = Integer.MAX_VALUE;

  /// Values of the container's variables and of its mounted Secret.
  private static final List<String> CANARIES =
      List.of("hello from the cluster", "p@ss 'word", "second line", "of $HOME and", "no newline");

  private final Place place;
  private final Shop shop;
  private final Session session;

  DiagnoseTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
    this.session = Session.connect(shop);
  }

  @AfterAll
  void close() {
    session.close();
  }

  @Test
  void aRunningSessionTellsWhatItsProcessHasAndWhatIsChanged() {
    try (Conversation conversation = Conversation.withStock(session.local())) {
      conversation.goesOn("while somebody looks");
      Diagnosed seen = diagnose();
      assertThat(seen.json().path("environment").findValuesAsText("name"))
          .contains("PASSWORD", "GREETING");
      assertThat(seen.text())
          .contains("STOCK_SERVICE_HOST=" + session.local().variable("STOCK_SERVICE_HOST"))
          .contains("stock." + shop.namespace() + "  at 127.")
          .contains("/etc/orders/files  4 files")
          .contains("undone by this session, at its end; the guard")
          .contains("or: hawser restore deploy/orders -n " + shop.namespace());
      JsonNode stream = seen.stream(stock());
      assertThat(stream.path("state").asText()).isEqualTo("OPEN");
      assertThat(stream.path("bytesToCluster").asInt())
          .isEqualTo("while somebody looks\n".length());
    }
  }

  @Test
  void oneSearchFollowsAConnectionThroughTheLogsOfBothEnds() {
    Diagnosed seen;
    try (Conversation conversation = Conversation.withStock(session.local())) {
      conversation.goesOn("to be found");
      seen = diagnose();
    }
    JsonNode stream = seen.stream(stock());
    String name = stream.path("stream").asText();
    Path agents = seen.log(stream.path("pod").asText());
    for (Path log : List.of(seen.log(), agents)) {
      List<String> lines = Diagnosed.awaitLines(log, name, 2);
      assertThat(lines.getFirst()).contains(name + " opened: outbound to " + stock());
      assertThat(lines.getLast()).contains("outbound to " + stock() + ", sent ");
    }
  }

  @Test
  void aConnectionThatFailedIsToldWithWhatItMeans() {
    assertThat(shop.client().call("refused", "orders", String.valueOf(Shop.NOBODY)))
        .isIn("refused", "reset");
    assertThat(diagnose().text())
        .contains("inbound to port %d: refused".formatted(Shop.NOBODY))
        .contains("nobody listens here: start your process");
  }

  @Test
  @Order(LAST - 1)
  void noSecretIsToldOrLogged() {
    Diagnosed seen = diagnose();
    assertThat(seen.text()).doesNotContain(CANARIES);
    assertThat(seen.json().toString()).doesNotContain(CANARIES);
    assertThat(seen.allLogs())
        .hasSizeGreaterThan(1)
        .allSatisfy(log -> assertThat(Diagnosed.content(log)).doesNotContain(CANARIES));
  }

  @Test
  @Order(LAST)
  void aSessionThatHasEndedTellsWhatWasAndThatTheOriginalIsBack() {
    session.close();
    Diagnosed seen = diagnose();
    assertThat(seen.json().path("endedAt").asText()).isNotEmpty();
    assertThat(seen.json().at("/changes/0/state").asText()).isEqualTo("RESTORED");
    assertThat(seen.text())
        .contains("deploy/orders  the original is back")
        .contains("stock." + shop.namespace() + "  at 127.")
        .doesNotContain(CANARIES);
  }

  private Diagnosed diagnose() {
    return Diagnosed.of(place, session.process().pid());
  }

  private String stock() {
    return "stock.%s:%d".formatted(shop.namespace(), Shop.GREETER);
  }
}
