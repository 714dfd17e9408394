package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Checkout;
import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// nginx, PostgreSQL and Redis from Debian's packages: in the cluster, and on this machine in place
/// of them.
@Tag("cluster")
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebianProgramsTest {
  private static final String PSQL = "/usr/lib/postgresql/15/bin/psql";
  private static final String QUERY = "select name from who";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Place place;
  private final TestNamespace namespace;
  private final ClientPod caller;

  DebianProgramsTest(Place place) {
    this.place = place;
    this.namespace = new TestNamespace(place, Map.of());
    namespace.create("debian.yaml");
    List.of("web", "stock", "postgres", "redis", "caller").forEach(namespace::awaitAvailable);
    this.caller = namespace.pod("caller");
  }

  @AfterAll
  void close() {
    namespace.close();
  }

  @Test
  void anNginxHereAnswersInThePlaceOfTwoNginxInTheCluster() {
    int port = LocalProgram.freePorts(1).getFirst();
    ObjectNode original = namespace.workload("web").original();
    assertThat(get("http://web/name")).isEqualTo("original");
    String[] local = {program("nginx-serve"), "local", String.valueOf(port)};
    try (RunningProcess session = connect("svc/web", port + ":8080", local)) {
      assertThat(namespace.workload("web").agents()).hasSize(2);
      await()
          .atMost(SOON)
          .ignoreException(AssertionError.class)
          .until(() -> get("http://web/name").equals("local"));
      for (int i = 0; i < 10; i++) {
        assertThat(get("http://web/name")).isEqualTo("local");
      }
      assertThat(caller.run("sh", "-c", "wget -qO- http://web/megabyte | wc -c").strip())
          .isEqualTo("1048576");
      interrupt(session);
    }
    assertThat(namespace.workload("web").original()).isEqualTo(original);
    namespace.workload("web").awaitOriginalPods();
    await()
        .atMost(SOON)
        .ignoreException(AssertionError.class)
        .until(() -> get("http://web/name").equals("original"));
  }

  @Test
  void aPostgresHereAnswersInThePlaceOfThePostgresInTheCluster() {
    int port = LocalProgram.freePorts(1).getFirst();
    ObjectNode original = namespace.workload("postgres").original();
    assertThat(queryFromTheCluster()).isEqualTo("original");
    String[] local = {program("postgres-serve"), "local", String.valueOf(port)};
    try (RunningProcess session = connect("svc/postgres", port + ":5432", local)) {
      await()
          .atMost(SOON)
          .ignoreException(AssertionError.class)
          .until(() -> queryFromTheCluster().equals("local"));
      interrupt(session);
    }
    assertThat(namespace.workload("postgres").original()).isEqualTo(original);
    namespace.workload("postgres").awaitOriginalPods();
    await()
        .atMost(SOON)
        .ignoreException(AssertionError.class)
        .until(() -> queryFromTheCluster().equals("original"));
  }

  @Test
  void psqlHereReachesPostgresByItsNameAndPort() {
    Hawser.Result result =
        runInPlaceOfWeb(PSQL, "-h", "postgres", "-p", "5432", "-U", "postgres", "-Atc", QUERY);
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(result.output()).as(result.description()).contains("original");
  }

  @Test
  void redisCliHereReachesRedisByItsName() {
    String script = "redis-cli -h redis set greeting hello; redis-cli -h redis get greeting";
    Hawser.Result result = runInPlaceOfWeb("sh", "-c", script);
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(result.output()).as(result.description()).contains("OK", "hello");
  }

  @Test
  void curlHereReachesAWebServerByItsNameAlone() {
    Hawser.Result result = runInPlaceOfWeb("curl", "-sSf", "http://stock/name");
    assertThat(result.exitCode()).as(result.description()).isZero();
    assertThat(result.output()).as(result.description()).contains("stock");
  }

  private Hawser.Result runInPlaceOfWeb(String... command) {
    List<String> words =
        new ArrayList<>(List.of("connect", "svc/web", "-n", namespace.name(), "--yes", "--port"));
    words.add(LocalProgram.freePorts(1).getFirst() + ":8080");
    words.add("--");
    words.addAll(List.of(command));
    return Hawser.run(place, words.toArray(String[]::new));
  }

  private RunningProcess connect(String target, String ports, String... command) {
    List<String> words =
        new ArrayList<>(
            List.of("connect", target, "-n", namespace.name(), "--yes", "--port", ports, "--"));
    words.addAll(List.of(command));
    RunningProcess session = Hawser.start(place, words.toArray(String[]::new));
    Hawser.awaitConnected(session);
    return session;
  }

  private static void interrupt(RunningProcess session) {
    session.signal("INT");
    assertThat(session.awaitExit(Hawser.LIMIT)).as(session.describe()).isEqualTo(130);
  }

  private String get(String url) {
    return caller.run("wget", "-qO-", url).strip();
  }

  private String queryFromTheCluster() {
    return caller.run(PSQL, "-h", "postgres", "-U", "postgres", "-Atc", QUERY).strip();
  }

  private static String program(String name) {
    return Checkout.ROOT.resolve("acceptance/programs").resolve(name).toString();
  }
}
