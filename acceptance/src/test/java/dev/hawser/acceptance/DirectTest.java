package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `--direct`: straight to the agents where that goes, by port-forward where it does not.
@ExtendWith(Places.class)
class DirectTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Place place;
  private final Shop shop;

  DirectTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
  }

  @Test
  void whereTheAgentsAreReachedLinksGoStraightToThem() {
    try (Session session = Session.connect(shop, place.straightToAgents(shop.namespace()))) {
      awaitNote(session.process(), "goes straight to");
      assertThat(shop.client().call("get", "http://orders:8080/name")).isEqualTo("local");
    }
  }

  @Test
  void whereNobodyListensThePortForwardCarriesTheLinks() throws IOException {
    int nobody = freePort();
    try (Session session = Session.connect(shop, "--direct", "127.0.0.1:" + nobody)) {
      awaitNote(
          session.process(),
          "goes by port-forward: no straight way to 127.0.0.1:%d: Connection refused"
              .formatted(nobody));
      assertThat(shop.client().call("get", "http://orders:8080/name")).isEqualTo("local");
    }
  }

  private static void awaitNote(RunningProcess process, String text) {
    await(text)
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(process.errors())
                    .as(process.describe())
                    .anyMatch(line -> line.contains(text)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
