package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.place.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What happens on the machine when the session's process is killed.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern VOLUMES = Pattern.compile("files in (.*)/volumes");

  /// What a session calls on this machine, but for curl.
  private static final List<String> WITHOUT_CURL =
      List.of("sh", "setsid", "unshare", "mount", "kill");

  private final Shop shop;
  private final Traces traces;
  private final ObjectNode original;

  GuardTest(Place place, Shop shop) {
    this.shop = shop;
    this.traces = new Traces(place, shop.namespace());
    this.original = shop.orders().original();
  }

  @AfterEach
  void everythingIsAsBefore() {
    assertThat(shop.orders().original()).isEqualTo(original);
    shop.orders().awaitOriginalPods();
    await("nothing of the session is left")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(traces.list()).isEmpty());
  }

  @Test
  void afterAKillTheOriginalsAreOnTheirWayWithinASecondAndNothingIsLeftHere(@TempDir Path own) {
    Path environment = own.resolve("orders.env");
    try (Session session = Session.connect(shop, "--env-file", environment.toString())) {
      assertThat(environment).exists();
      Path directory = directory(session);
      List<ProcessHandle> family =
          ProcessHandle.of(session.process().pid()).orElseThrow().descendants().toList();
      assertThat(family).as("the guard and the command").hasSizeGreaterThan(1);

      session.process().signal("KILL");

      await("the undo")
          .pollInterval(Duration.ofMillis(20))
          .atMost(AT_ONCE)
          .until(() -> !shop.orders().isMarked());
      await("the end of the command and of the guard")
          .atMost(SOON)
          .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(directory).doesNotExist();
      assertThat(environment).doesNotExist();
    }
  }

  @Test
  void withoutCurlTheUndoComesAllTheSame(@TempDir Path tools) throws IOException {
    for (String tool : WITHOUT_CURL) {
      Files.copy(
          Path.of("/usr/bin", tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
    }
    try (Session session = Session.connect(shop, Map.of("PATH", tools.toString()))) {
      session.process().signal("KILL");
      await("the undo").atMost(SOON).until(() -> !shop.orders().isMarked());
    }
  }

  @Test
  void aSessionThatEndsWellSendsTheGuardHome() {
    Path directory;
    List<ProcessHandle> family;
    try (Session session = Session.connect(shop)) {
      directory = directory(session);
      family = ProcessHandle.of(session.process().pid()).orElseThrow().descendants().toList();
      session.process().signal("INT");
      session.process().awaitExit(Hawser.LIMIT);
    }
    await("the guard's end")
        .atMost(Duration.ofSeconds(5))
        .until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(directory).doesNotExist();
    assertThat(traces.list()).noneMatch(name -> name.startsWith("Lease/"));
  }

  private static Path directory(Session session) {
    return session.process().errors().stream()
        .map(VOLUMES::matcher)
        .filter(Matcher::find)
        .map(found -> Path.of(found.group(1)))
        .findFirst()
        .orElseThrow();
  }
}
