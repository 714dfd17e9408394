package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// From a pod of the cluster through the Service to the local process.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboundTest {
  private final String size;
  private final Shop shop;
  private final ClientPod client;

  InboundTest(Place place, Shop shop, Session session) {
    assertThat(session.process().isAlive()).isTrue();
    this.size = String.valueOf(place.bigTransferBytes());
    this.shop = shop;
    this.client = shop.client();
  }

  @Test
  void aServiceOfTwoReplicasIsAnsweredByTheLocalProcess() {
    assertThat(shop.orders().agents()).hasSize(2);
    assertThat(client.call("names", "http://orders:8080/name", "40")).isEqualTo("local");
  }

  @Test
  void aBigDownloadIsTheSameByteForByte() {
    assertThat(client.call("download", "http://orders:8080/", "11", size)).isEqualTo("same");
  }

  @Test
  void aBigUploadIsTheSameByteForByte() {
    assertThat(client.call("upload", "http://orders:8080/", "12", size)).isEqualTo("same");
  }

  @Test
  void aCallerThatEndsItsHalfIsStillAnswered() {
    assertThat(client.call("echo", "orders", "7001", "13", "5000000")).isEqualTo("same");
  }

  @Test
  void aServerThatSpeaksFirstIsHeardFirst() {
    assertThat(client.call("greet", "orders", "7002", "good day"))
        .isEqualTo("220 local, 250 good day");
  }

  @Test
  void aPortOnWhichNothingListensRefusesTheCaller() {
    assertThat(client.call("refused", "orders", "7003")).isIn("refused", "reset");
  }

  @Test
  void twoHundredConnectionsAreOpenAtOnce() {
    assertThat(client.call("crowd", "orders", "7002", "200")).isEqualTo("200 answered");
  }

  @Test
  void aWebSocketCarriesMessagesBothWays() {
    assertThat(client.call("websocket", "ws://orders:7004/")).isEqualTo("all came back");
  }
}
