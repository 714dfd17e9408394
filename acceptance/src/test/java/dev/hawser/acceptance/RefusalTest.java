package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.PrintedRole;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be done is told, with its exit code, before anything is changed.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
  private final Place place;
  private final Shop shop;
  private String resourceVersion = "";

  RefusalTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
  }

  @BeforeEach
  void remember() {
    resourceVersion = shop.orders().resourceVersion();
  }

  @AfterEach
  void nothingWasChanged() {
    assertThat(shop.orders().resourceVersion()).isEqualTo(resourceVersion);
  }

  @Test
  void anUnknownTargetIsRefusedWithTheNamesThatThereAre() {
    Hawser.Result result = connect("svc/oders");
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).as(result.description()).contains("oders");
    assertThat(String.join("\n", result.errors())).contains("orders");
  }

  @Test
  void aServiceWithoutPodsIsRefused() {
    Hawser.Result result = connect("svc/ghost");
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).as(result.description()).contains("ghost").contains("pods");
  }

  @Test
  void anUnknownContainerIsRefusedWithTheNamesThatThereAre() {
    Hawser.Result result = connect("svc/orders", "--container", "nosuch");
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(String.join("\n", result.errors())).contains("nosuch", "audit", "orders");
  }

  @Test
  void aTakenLocalPortIsRefusedWithWhoHoldsIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      List<String> command =
          new ArrayList<>(List.of("svc/orders", "--port", port + ":" + Shop.HTTP, "--"));
      command.addAll(LocalProgram.program());
      command.add("wait");
      Hawser.Result result = connect(command.toArray(String[]::new));
      assertThat(result.exitCode()).as(result.description()).isEqualTo(5);
      assertThat(result.failureLine())
          .as(result.description())
          .contains(String.valueOf(port))
          .contains(String.valueOf(ProcessHandle.current().pid()));
    }
  }

  /// Every right that there is no session without, as `hawser rbac` prints them.
  private Stream<Arguments> neededRights() {
    boolean forwardsAreCreated = Integer.parseInt(minorVersion()) >= 35;
    return PrintedRole.print(place, shop.namespace(), "--smallest").rights().stream()
        .filter(right -> forwardsAreCreated || !right.equals("create pods/portforward"))
        .map(right -> arguments(right.split(" ")[0], right.split(" ")[1]));
  }

  private String minorVersion() {
    return place.client().getKubernetesVersion().getMinor().replaceAll("\\D", "");
  }

  @ParameterizedTest
  @MethodSource("neededRights")
  void aMissingRightIsNamedWithWhatItIsNeededForAndHowToGetIt(String verb, String resource) {
    try (Place.LimitedUser user = place.userWithout(verb, resource, shop.namespace())) {
      Hawser.Result result =
          Hawser.run(
              place, user.kubeconfig(), "connect", "svc/orders", "-n", shop.namespace(), "--yes");
      assertThat(result.exitCode()).as(result.description()).isEqualTo(3);
      assertThat(result.failureLine())
          .as(result.description())
          .contains(verb + " " + resource)
          .contains("needed to");
      assertThat(String.join("\n", result.errors())).contains("hawser rbac");
    }
  }

  @Test
  void aDryRunChangesNothingAndShowsTheWholeChange() {
    Hawser.Result result = connect("svc/orders", "--dry-run");
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(result.output())
        .as(result.description())
        .contains("--- deploy/orders", "+++ deploy/orders (during the session)")
        .anyMatch(line -> line.matches("\\+ +image: .*agent.*"))
        .anyMatch(line -> line.matches("yes  patch deployments.apps"));
  }

  @Test
  void aDryRunFailsAsTheSessionWould() {
    assertThat(connect("svc/ghost", "--dry-run").exitCode()).isEqualTo(4);
    try (Place.LimitedUser user = place.userWithout("get", "pods/log", shop.namespace())) {
      Hawser.Result result =
          Hawser.run(
              place,
              user.kubeconfig(),
              "connect",
              "svc/orders",
              "-n",
              shop.namespace(),
              "--dry-run",
              "-o",
              "json");
      assertThat(result.exitCode()).as(result.description()).isEqualTo(3);
      assertThat(result.output())
          .as(result.description())
          .anyMatch(line -> line.contains("\"right\":\"get pods/log\",\"allowed\":false"))
          .anyMatch(line -> line.contains("\"event\":\"failed\""));
    }
  }

  @Test
  void aClusterThatCannotBeReachedIsNamed(@TempDir Path directory) throws IOException {
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.write(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:9"}}]
        users: [{name: u, user: {token: none}}]
        contexts: [{name: nowhere, context: {cluster: c, user: u}}]
        current-context: nowhere
        """
            .getBytes(StandardCharsets.UTF_8));
    Hawser.Result result = Hawser.run(place, kubeconfig, "connect", "svc/orders", "--yes");
    assertThat(result.exitCode()).as(result.description()).isEqualTo(3);
    assertThat(result.failureLine()).as(result.description()).contains("127.0.0.1:9");
  }

  @ParameterizedTest
  @CsvSource({
    "connect",
    "connect svc/orders --no-such-option",
    "connect svc/orders --port banana",
    "connect pod-kind/orders",
    "no-such-command"
  })
  void badUsageIsToldWithItsExitCode(String line) {
    Hawser.Result result = Hawser.run(place, line.split(" "));
    assertThat(result.exitCode()).as(result.description()).isEqualTo(2);
    assertThat(result.errors()).isNotEmpty();
  }

  @Test
  void aWorkloadThatIsConnectedAlreadyIsRefusedWithWhoHoldsIt() {
    try (Session first = Session.connect(shop)) {
      String during = shop.orders().resourceVersion();
      Hawser.Result second = connect("svc/orders");
      assertThat(second.exitCode()).as(second.description()).isEqualTo(4);
      assertThat(second.failureLine())
          .as(second.description())
          .contains("orders", System.getProperty("user.name") + "@");
      assertThat(shop.orders().resourceVersion()).isEqualTo(during);
      assertThat(first.process().isAlive()).isTrue();
    }
    shop.orders().awaitOriginalPods();
    resourceVersion = shop.orders().resourceVersion(); // that session's own change and undo
  }

  private Hawser.Result connect(String... words) {
    List<String> command = new ArrayList<>(List.of("connect", "-n", shop.namespace(), "--yes"));
    command.addAll(List.of(words));
    return Hawser.run(place, command.toArray(String[]::new));
  }
}
