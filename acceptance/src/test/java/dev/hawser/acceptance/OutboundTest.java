package dev.hawser.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// From the local process to the cluster's services: by their names where the machine has a way to
/// give it names without a privilege, else by the variables.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboundTest {
  private final String size;
  private final Shop shop;
  private final LocalProgram local;
  private final boolean hasNames;

  OutboundTest(Place place, Shop shop, Session session) throws Exception {
    this.size = String.valueOf(place.bigTransferBytes());
    this.shop = shop;
    this.local = session.local();
    this.hasNames = canHaveItsOwnHostsFile();
  }

  private static boolean canHaveItsOwnHostsFile() throws IOException, InterruptedException {
    return new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "true")
            .start()
            .waitFor()
        == 0;
  }

  private String host() {
    return hasNames ? "stock" : variable("STOCK_SERVICE_HOST");
  }

  private String variable(String name) {
    return new String(local.get("/variable/" + name), UTF_8);
  }

  private String port(String name, int port) {
    return hasNames ? String.valueOf(port) : variable("STOCK_SERVICE_PORT_" + name);
  }

  private String url(String scheme, String name, int port) {
    return "%s://%s:%s/".formatted(scheme, host(), port(name, port));
  }

  @Test
  void aServiceIsReachedByItsName() {
    String url = url("http", "HTTP", Shop.HTTP) + "name";
    assertThat(local.call("names", url, "20")).isEqualTo("stock");
  }

  @Test
  void aServiceIsReachedByEachOfItsLongerNames() {
    String answers =
        hasNames
            ? local.call("get", "http://stock.%s:8080/name".formatted(shop.namespace()))
                + local.call("get", "http://stock.%s.svc:8080/name".formatted(shop.namespace()))
                + local.call(
                    "get",
                    "http://stock.%s.svc.cluster.local:8080/name".formatted(shop.namespace()))
            : local.call("get", url("http", "HTTP", Shop.HTTP) + "name").repeat(3);
    assertThat(answers).isEqualTo("stockstockstock");
  }

  @Test
  void aServiceIsReachedByItsVariables() {
    String url =
        "http://%s:%s/name"
            .formatted(variable("STOCK_SERVICE_HOST"), variable("STOCK_SERVICE_PORT_HTTP"));
    assertThat(local.call("get", url)).isEqualTo("stock");
  }

  @Test
  void aRequestGoesFromTheClusterThroughTheLocalProcessBackToTheCluster() {
    String url = url("http", "HTTP", Shop.HTTP) + "name";
    assertThat(shop.client().call("post", "http://orders:8080/call", "get", url))
        .isEqualTo("stock");
  }

  @Test
  void aBigDownloadIsTheSameByteForByte() {
    assertThat(local.call("download", url("http", "HTTP", Shop.HTTP), "21", size))
        .isEqualTo("same");
  }

  @Test
  void aBigUploadIsTheSameByteForByte() {
    assertThat(local.call("upload", url("http", "HTTP", Shop.HTTP), "22", size)).isEqualTo("same");
  }

  @Test
  void aCallerThatEndsItsHalfIsStillAnswered() {
    assertThat(local.call("echo", host(), port("ECHO", Shop.ECHO), "23", "5000000"))
        .isEqualTo("same");
  }

  @Test
  void aServerThatSpeaksFirstIsHeardFirst() {
    assertThat(local.call("greet", host(), port("GREETER", Shop.GREETER), "good day"))
        .isEqualTo("220 stock, 250 good day");
  }

  @Test
  void aPortOnWhichNothingListensRefusesTheCaller() {
    assertThat(local.call("refused", host(), port("NOBODY", Shop.NOBODY))).isIn("refused", "reset");
  }

  @Test
  void twoHundredConnectionsAreOpenAtOnce() {
    assertThat(local.call("crowd", host(), port("GREETER", Shop.GREETER), "200"))
        .isEqualTo("200 answered");
  }

  @Test
  void aWebSocketCarriesMessagesBothWays() {
    assertThat(local.call("websocket", url("ws", "WEBSOCKET", Shop.WEBSOCKET)))
        .isEqualTo("all came back");
  }
}
