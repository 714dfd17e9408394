package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.Checkout;
import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Line;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// psql in a transaction, and downloads of 1 GiB both ways, between Debian's programs.
@Tag("cluster")
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongCutsTest {
  private static final String PSQL = "/usr/lib/postgresql/15/bin/psql";
  private static final String MEGABYTES = "1024";
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration SLEEP = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern REACH =
      Pattern.compile(" +reach +(\\w+) at ([\\d.]+), port (\\d+).*");

  /// A service of the cluster as this machine reaches it.
  private record Reached(String host, String port) {}

  private final TestNamespace namespace;
  private final Line line;
  private final RunningProcess session;
  private final int port = LocalProgram.freePorts(1).getFirst();

  LongCutsTest(Place place) {
    namespace = new TestNamespace(place, Map.of());
    namespace.create("big.yaml");
    List.of("web", "stock", "postgres", "caller").forEach(namespace::awaitAvailable);
    line = place.line();
    session = Hawser.start(place, line, connectWords());
    Hawser.awaitConnected(session);
  }

  private List<String> connectWords() {
    return List.of(
        "connect",
        "svc/web",
        "-n",
        namespace.name(),
        "--yes",
        "--orphan-after",
        "3m",
        "--port",
        port + ":8080",
        "--",
        Checkout.ROOT.resolve("acceptance/programs/nginx-serve").toString(),
        "local",
        String.valueOf(port),
        MEGABYTES);
  }

  @AfterAll
  void close() {
    line.mend();
    session.signal("INT");
    session.awaitExit(Hawser.LIMIT);
    session.close();
    line.close();
    namespace.close();
  }

  @Test
  void aTransactionAndDownloadsBothWaysLiveThroughThreeCuts() {
    Reached stock = reached("stock");
    ClientPod caller = namespace.pod("caller");
    String hereHash = hashHere("http://127.0.0.1:%d/big".formatted(port));
    String thereHash = hashThere(namespace.pod("stock"), "http://127.0.0.1:8080/big");
    CompletableFuture<String> inbound = start(() -> hashThere(caller, "http://web/paced/big"));
    CompletableFuture<String> outbound =
        start(() -> hashHere("http://%s:%s/paced/big".formatted(stock.host(), stock.port())));
    try (RunningProcess psql = psql()) {
      psql.say("begin; insert into who values ('in a transaction');");
      assertThatTransactionGoesOn(psql, "at first");

      line.reset(session);
      assertThatTransactionGoesOn(psql, "after a reset");

      line.silence(session);
      pass(SILENCE);
      line.mend();
      assertThatTransactionGoesOn(psql, "after dropped packets");

      line.closeAtTheNode(namespace.workload("web"));
      assertThatTransactionGoesOn(psql, "after the kubelet closed it");

      assertThat(inbound).as("a download during all the cuts").isNotDone();
      assertThat(outbound).as("a download during all the cuts").isNotDone();
      assertThat(inbound.join()).isEqualTo(hereHash);
      assertThat(outbound.join()).isEqualTo(thereHash);
      psql.say("commit; select 'committed';");
      psql.awaitLine("committed"::equals, SOON);
      assertThat(psql.errors()).isEmpty();
    }
    assertThat(caller.run(PSQL, "-h", "postgres", "-U", "postgres", "-Atc", "select * from who"))
        .contains("in a transaction");
    assertThat(session.errors()).noneMatch(told -> told.contains("were reset"));
  }

  @Test
  void aTransactionLivesThroughAMinuteOfSuspension() {
    try (RunningProcess psql = psql()) {
      psql.say("begin; insert into who values ('suspended');");
      assertThatTransactionGoesOn(psql, "awake");
      session.signal("STOP");
      pass(SLEEP);
      session.signal("CONT");
      assertThatTransactionGoesOn(psql, "awake again");
      assertThat(psql.errors()).isEmpty();
    }
  }

  private static void assertThatTransactionGoesOn(RunningProcess psql, String when) {
    psql.say("select '%s', pg_sleep(1), count(*) from who;".formatted(when));
    assertThat(psql.awaitLine(told -> told.startsWith(when + "|"), SOON)).isEqualTo(when + "||2");
  }

  private RunningProcess psql() {
    Reached postgres = reached("postgres");
    return RunningProcess.start(
        "psql",
        new ProcessBuilder(
            PSQL, "-h", postgres.host(), "-p", postgres.port(), "-U", "postgres", "-Atq"));
  }

  private Reached reached(String service) {
    return session.errors().stream()
        .map(REACH::matcher)
        .filter(Matcher::matches)
        .filter(found -> found.group(1).equals(service))
        .map(found -> new Reached(found.group(2), found.group(3)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(session.describe()));
  }

  private static CompletableFuture<String> start(Supplier<String> download) {
    return CompletableFuture.supplyAsync(download, Executors.newVirtualThreadPerTaskExecutor());
  }

  private static String hashThere(ClientPod pod, String url) {
    return pod.run("sh", "-c", "wget -qO- %s | sha256sum".formatted(url)).split(" ")[0];
  }

  private static String hashHere(String url) {
    ProcessBuilder download =
        new ProcessBuilder(
            "bash", "-c", "set -o pipefail; curl -sSf %s | sha256sum".formatted(url));
    try (RunningProcess process = RunningProcess.start("curl " + url, download)) {
      assertThat(process.awaitExit(Hawser.LIMIT)).as(process.describe()).isZero();
      return process.output().getFirst().split(" ")[0];
    }
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plus(SOON)).until(() -> true);
  }
}
