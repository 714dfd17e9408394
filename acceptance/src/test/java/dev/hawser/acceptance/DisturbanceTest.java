package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.ClusterServer;
import dev.hawser.acceptance.place.ContainerProcess;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Traces;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What else dies while a session lives: agents, their pods, the kubelet, the API server.
@Tag("cluster")
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisturbanceTest {
  private static final Duration OUTAGE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMinutes(2);

  private final Place place;
  private final Shop shop;
  private final ObjectNode original;

  DisturbanceTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
    this.original = shop.orders().original();
  }

  @AfterEach
  void everythingIsAsBefore() {
    await("everything is as before")
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(shop.orders().original()).isEqualTo(original);
              assertThat(new Traces(place, shop.namespace()).list()).isEmpty();
            });
    shop.orders().awaitOriginalPods();
  }

  private void servesFromHere() {
    await("calls arrive here")
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () ->
                shop.client().call("names", "http://orders:8080/name", "10").equals("local")
                    && shop.orders().agents().size() == 2);
  }

  @Test
  void anAgentThatIsKilledIsStartedAndLinkedAgain() {
    try (Session session = Session.connect(shop)) {
      ContainerProcess.of(shop.orders().agents().getFirst(), "orders").destroyForcibly();
      servesFromHere();
      assertThat(session.process().isAlive()).isTrue();
    }
  }

  @Test
  void anAgentsPodThatIsDeletedIsReplacedAndLinked() {
    try (Session session = Session.connect(shop)) {
      place.client().resource(shop.orders().agents().getFirst()).withGracePeriod(0).delete();
      servesFromHere();
      assertThat(session.process().isAlive()).isTrue();
    }
  }

  @Test
  void aKubeletThatRestartsIsOutlived() {
    try (Session session = Session.connect(shop)) {
      ClusterServer kubelet = new ClusterServer("kubelet");
      kubelet.kill();
      kubelet.start();
      servesFromHere();
      assertThat(session.process().isAlive()).isTrue();
    }
  }

  /// @param write the one before which the API server dies, the first or the second of its kind
  @ParameterizedTest
  @CsvSource({"apply, 1", "undo, 2"})
  void anApiServerThatIsAwayDuringAWriteIsWaitedForOrTheWatchmenDoTheRest(
      String during, int write, @TempDir Path directory) {
    Path steps = directory.resolve(during);
    List<String> words = new ArrayList<>(Session.connectWords(shop, LocalProgram.onFreePorts()));
    words.addAll(List.of("--wait-for-port", "0s", "--", "sleep", "600"));
    ClusterServer apiServer = new ClusterServer("apiserver");
    try (RunningProcess session =
        Hawser.start(place, Map.of("HAWSER_STEPS", steps.toString()), words)) {
      if (write == 2) {
        Hawser.awaitConnected(session);
        session.signal("INT");
      }
      await("the write")
          .pollInterval(Duration.ofMillis(1))
          .atMost(Hawser.LIMIT)
          .until(() -> writes(steps) >= write);
      apiServer.kill();
      try {
        await("the outage").pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
      } finally {
        apiServer.start();
      }
      await("the API server")
          .atMost(SOON)
          .ignoreException(KubernetesClientException.class)
          .until(() -> place.client().namespaces().withName(shop.namespace()).get() != null);
      if (write == 1) {
        Hawser.awaitConnectedOrEnd(session);
        session.signal("INT");
      }
      session.awaitExit(Hawser.LIMIT);
      assertThat(session.errors())
          .as(session.describe())
          .anyMatch(line -> line.matches(".*(is as it was|bears no mark).*"));
      if (session.errors().stream().anyMatch(line -> line.contains("not ready yet"))) {
        restoreOnce(); // what waited for the pods gave up, and left the agents' history
      }
    }
  }

  private void restoreOnce() {
    shop.orders().awaitOriginalPods();
    Hawser.Result restored = Hawser.run(place, "restore", "svc/orders", "-n", shop.namespace());
    assertThat(restored.exitCode()).as(restored.description()).isZero();
  }

  private static long writes(Path steps) {
    try {
      return Files.exists(steps)
          ? Files.readAllLines(steps).stream().filter(line -> line.contains("before PATCH")).count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
