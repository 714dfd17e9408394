package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LastingCall;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.TestNamespace;
import dev.hawser.acceptance.place.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody in the cluster who connects every 10 ms, while a session comes, works and goes.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoOutageTest {
  private static final String LOCAL = "local";

  private final Place place;
  private TestNamespace namespace;

  NoOutageTest(Place place) {
    this.place = place;
  }

  @BeforeEach
  void create() {
    namespace = new TestNamespace(place, Map.of());
    namespace.create("steady.yaml");
    namespace.awaitAvailable("orders");
    namespace.awaitAvailable("client");
  }

  @AfterEach
  void delete() {
    namespace.close();
  }

  @ParameterizedTest(name = "{0} replicas, a command that needs {1} s to listen")
  @CsvSource({"1, 0", "3, 3"})
  void noCallFailsFromBeforeTheSessionUntilAfterIt(int replicas, int secondsToListen) {
    Workload orders = namespace.workload("orders");
    orders.edit(
        deployment -> deployment.edit().editSpec().withReplicas(replicas).endSpec().build());
    orders.awaitOriginalPods();
    ClientPod client = namespace.pod("client");
    // A pod is available a little before the node has written the Service's rules for it
    await()
        .atMost(Hawser.LIMIT)
        .untilAsserted(() -> assertThat(whoAnswers(client)).isEqualTo("original"));

    try (LastingCall calls = client.begin("steady", "orders", "8080", "10");
        RunningProcess session = connect(secondsToListen)) {
      Hawser.awaitConnected(session);
      assertThat(whoAnswers(client))
          .as("who answers once the ready line has been said")
          .isEqualTo(LOCAL);
      session.signalGroup("INT");
      assertThat(session.awaitExit(Hawser.LIMIT)).as(session.describe()).isEqualTo(130);
      orders.awaitOriginalPods();

      assertThat(calls.end()).contains("local=", "original=").doesNotContain("failed");
    }
  }

  private static String whoAnswers(ClientPod client) {
    return client.call("names", "http://orders:8080/name", "20");
  }

  private RunningProcess connect(int secondsToListen) {
    int port = LocalProgram.freePorts(1).getFirst();
    List<String> words =
        new ArrayList<>(List.of("connect", "svc/orders", "-n", namespace.name(), "--yes"));
    words.addAll(List.of("--port", port + ":8080", "--"));
    words.addAll(List.of("sh", "-c", "sleep %d; exec \"$@\"".formatted(secondsToListen), "sh"));
    words.addAll(LocalProgram.program());
    words.addAll(List.of("--bind", "127.0.0.1", "serve", LOCAL, "http=" + port));
    return Hawser.startAtTerminal(place, words);
  }
}
