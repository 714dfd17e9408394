package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Languages;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.NamedServices;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.PlainUser;
import dev.hawser.acceptance.place.PrivateEtc;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every way in which names of services reach programs of every language. Needs root, to be a plain
/// user.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final List<String> ALL =
      Stream.concat(Languages.JVMS.stream(), Languages.OTHERS.stream()).toList();

  private final Place place;
  private final NamedServices services;
  private final Languages languages = new Languages();

  NamesTest(Place place) {
    this.place = place;
    this.services = new NamedServices(place);
  }

  @AfterAll
  void close() {
    services.close();
    languages.close();
  }

  /// Each name, and who answers: at port 80 too, at which a plain user may not listen.
  private List<Named> names() {
    return List.of(
        new Named("http://stock/name", "stock"),
        new Named("http://stock:8081/name", "stock"),
        new Named("http://stock.%s.svc:8081/name".formatted(services.namespace()), "stock"),
        new Named("http://postgres.%s:5432/name".formatted(services.otherNamespace()), "postgres"),
        new Named("http://db:8082/name", "db"),
        new Named("http://db-0.db:8082/name", "db"),
        new Named("http://elsewhere:5432/name", "postgres"));
  }

  private record Named(String url, String answer) {}

  private List<String> words(String way, List<String> command) {
    List<String> words =
        new ArrayList<>(
            List.of("connect", "svc/orders", "-n", services.namespace(), "--yes", "--no-reaper"));
    words.addAll(List.of("--names", way, "--services-of", services.otherNamespace()));
    words.addAll(List.of("--port", LocalProgram.freePorts(1).getFirst() + ":8080", "--"));
    words.addAll(command);
    return words;
  }

  private List<String> words(String way, List<String> speakers, List<Named> names) {
    return words(way, languages.command(speakers, names.stream().map(Named::url).toList()));
  }

  private static void assertAnswers(
      Hawser.Result result, List<String> speakers, List<Named> names) {
    assertThat(result.exitCode()).as(result.description()).isZero();
    for (String language : speakers) {
      for (Named name : names) {
        assertThat(result.output())
            .as(result.description())
            .contains("%s %s %s".formatted(language, name.url(), name.answer()));
      }
    }
  }

  @Test
  void aPlainUsersProgramsOfEveryLanguageReachEveryNameInACapsule() {
    try (PlainUser user = new PlainUser(place)) {
      Hawser.Result result = user.run(words("auto", ALL, names()));

      assertAnswers(result, ALL, names());
      assertThat(result.errors())
          .anyMatch(line -> line.contains("has its own /etc/hosts"))
          .anyMatch(line -> line.contains("connections to stock:80 are led to the ports here"));
    }
  }

  @Test
  void aPlainUsersJavaProgramsReachEveryNameByTheAgent() {
    try (PlainUser user = new PlainUser(place)) {
      Hawser.Result result = user.run(words("jvm", Languages.JVMS, names()));

      assertAnswers(result, Languages.JVMS, names());
    }
  }

  @Test
  void aWayThatIsNotPossibleIsRefusedWithItsReasonBeforeAnythingIsChanged() {
    ObjectNode before = services.orders().original();
    try (PlainUser user = new PlainUser(place)) {
      Hawser.Result result = user.run(words("hosts", List.of("true")));

      assertThat(result.exitCode()).as(result.description()).isEqualTo(5);
      assertThat(result.failureLine()).contains("--names hosts", "/etc/hosts");
      assertThat(services.orders().original()).isEqualTo(before);
      assertThat(services.orders().isMarked()).isFalse();
    }
  }

  @Test
  void withTheHostsFileEveryLanguageReachesEveryNameAndEveryByteIsAsBefore() throws IOException {
    try (PrivateEtc etc = new PrivateEtc()) {
      byte[] before = Files.readAllBytes(etc.hosts());

      Hawser.Result result = etc.run(place, words("hosts", ALL, names()));

      assertAnswers(result, ALL, names());
      assertThat(etc.hosts()).hasBinaryContent(before);
    }
  }

  @Test
  void theHostsFileIsAsBeforeAfterAKill() throws IOException {
    try (PrivateEtc etc = new PrivateEtc()) {
      byte[] before = Files.readAllBytes(etc.hosts());
      try (RunningProcess session =
          etc.start(place, words("hosts", List.of("sh", "-c", "echo runs; sleep 600")))) {
        session.awaitLine("runs"::equals, Hawser.LIMIT);
        assertThat(etc.hosts()).content().contains(" stock ", "# hawser begin");

        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();

        await().atMost(SOON).untilAsserted(() -> assertThat(etc.hosts()).hasBinaryContent(before));
        Traces traces = new Traces(place, services.namespace());
        await().atMost(SOON).until(() -> traces.list().isEmpty());
      }
    }
  }

  @Test
  void aServiceThatComesDuringTheSessionIsReachedAndOneThatGoesIsNot() {
    String script =
        """
        echo runs
        until curl -sf http://late:8083/name; do sleep 0.2; done; echo " came"
        while getent hosts late >/dev/null; do sleep 0.2; done; echo went
        """;
    try (RunningProcess session =
        Hawser.start(place, words("capsule", List.of("sh", "-c", script)).toArray(String[]::new))) {
      session.awaitLine("runs"::equals, Hawser.LIMIT);
      services.createLate("late");
      session.awaitLine("stock came"::equals, SOON);
      services.delete("late");
      session.awaitLine("went"::equals, SOON);
      assertThat(session.awaitExit(Hawser.LIMIT)).as(session.describe()).isZero();
    }
  }
}
