package dev.hawser.acceptance;

import static dev.hawser.cluster.target.WorkloadKind.DAEMON_SET;
import static dev.hawser.cluster.target.WorkloadKind.DEPLOYMENT;
import static dev.hawser.cluster.target.WorkloadKind.POD;
import static dev.hawser.cluster.target.WorkloadKind.REPLICA_SET;
import static dev.hawser.cluster.target.WorkloadKind.STATEFUL_SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Caller;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Lanes;
import dev.hawser.acceptance.place.LocalServer;
import dev.hawser.acceptance.place.Manifest;
import dev.hawser.acceptance.place.Manifest.Company;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Target;
import dev.hawser.acceptance.place.TestNamespace;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every kind of workload is taken, with whatever lives in its pods, serves from every replica, and
/// is put back so that nothing tells that a session ever was.
///
/// `-Dhawser.kinds=sts,pod` goes through those kinds alone.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsTest {
  private static final int AT_ONCE = 3;
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String ON_DELETE = "\"updateStrategy\": {\"type\": \"OnDelete\"}";
  private static final String PARALLEL = "\"podManagementPolicy\": \"Parallel\"";

  private final AtomicInteger numbers = new AtomicInteger();
  private final Place place;
  private final Caller caller;
  private final Lanes lanes;

  KindsTest(Place place) {
    this.place = place;
    this.caller = new Caller(place);
    this.lanes = new Lanes(place, AT_ONCE);
  }

  @AfterAll
  void nobodyCallsAnyMore() {
    caller.close();
  }

  /// How a session ends.
  private enum Ending {
    INTERRUPTED,
    KILLED_AND_UNDONE_BY_THE_GUARD,
    KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_RESTORE,
    KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_THE_REAPER
  }

  /// What happens while a session lasts.
  private enum Event {
    NOTHING,
    SCALED_UP_AND_DOWN,
    POD_DELETED,
    CONTAINER_KILLED
  }

  private record Case(
      WorkloadKind kind,
      int replicas,
      Company company,
      String strategy,
      Event event,
      Ending ending) {
    static Case of(WorkloadKind kind, int replicas, Company company, Ending ending) {
      return new Case(kind, replicas, company, "", Event.NOTHING, ending);
    }

    static Case with(WorkloadKind kind, int replicas, String strategy) {
      return new Case(kind, replicas, Company.NOBODY, strategy, Event.NOTHING, Ending.INTERRUPTED);
    }

    static Case during(WorkloadKind kind, int replicas, Event event) {
      return new Case(kind, replicas, Company.NOBODY, "", event, Ending.INTERRUPTED);
    }
  }

  @Test
  void everyKindIsTakenWithAnyCompanyAndPutBackAsItWas() {
    List<Case> cases = new ArrayList<>();
    int alone = 0;
    for (Company company : Company.values()) {
      for (WorkloadKind kind : WorkloadKind.values()) {
        cases.add(Case.of(kind, 1, company, ending(alone++)));
        if (kind != DAEMON_SET && kind != POD) {
          cases.add(Case.of(kind, 3, company, Ending.INTERRUPTED));
        }
      }
    }
    assertAllWell(cases);
  }

  /// With five kinds in turn, each kind meets each of these in one of four companies.
  private static Ending ending(int number) {
    return switch (number % 4) {
      case 0 -> Ending.KILLED_AND_UNDONE_BY_THE_GUARD;
      case 1 -> Ending.KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_RESTORE;
      default -> Ending.INTERRUPTED;
    };
  }

  @Test
  void aStrategyThatWouldLeaveOriginalsBesideAgentsIsNoHindranceAndComesBack() {
    assertAllWell(
        List.of(
            Case.with(STATEFUL_SET, 2, ON_DELETE),
            Case.with(
                STATEFUL_SET,
                2,
                "\"updateStrategy\": {\"type\": \"RollingUpdate\", \"rollingUpdate\": {\"partition\": 1}}"),
            Case.with(STATEFUL_SET, 2, PARALLEL),
            Case.with(DAEMON_SET, 1, ON_DELETE)));
  }

  @Test
  void replicasThatComeAndGoDuringTheSessionAreFollowed() {
    assertAllWell(
        List.of(
            Case.during(DEPLOYMENT, 1, Event.SCALED_UP_AND_DOWN),
            Case.during(STATEFUL_SET, 1, Event.SCALED_UP_AND_DOWN),
            Case.during(REPLICA_SET, 1, Event.SCALED_UP_AND_DOWN)));
  }

  @Test
  void anAgentThatIsReplacedOrRestartedIsLinkedAgain() {
    assertAllWell(
        List.of(
            Case.during(STATEFUL_SET, 1, Event.POD_DELETED),
            Case.during(DAEMON_SET, 1, Event.POD_DELETED),
            Case.during(REPLICA_SET, 1, Event.POD_DELETED),
            Case.during(STATEFUL_SET, 1, Event.CONTAINER_KILLED),
            Case.during(POD, 1, Event.CONTAINER_KILLED)));
  }

  @Tag("cluster")
  @Test
  void whenGuardAndProcessAreKilledTheReaperUndoes() {
    Ending reaper = Ending.KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_THE_REAPER;
    assertAllWell(
        List.of(
            Case.of(STATEFUL_SET, 1, Company.NOBODY, reaper),
            Case.of(POD, 1, Company.NOBODY, reaper)));
  }

  @Test
  void anImageThatIsNotThereIsToldInTheNodesWordsAndUndone() {
    assertThat(
            lanes.run(
                Stream.of(STATEFUL_SET, DAEMON_SET, POD).filter(KindsTest::isWanted).toList(),
                (lane, kind) -> {
                  Manifest manifest = manifest(kind, 1, Company.NOBODY, "");
                  Target target = manifest.create(lane);
                  ObjectNode original = target.original();
                  Hawser.Result result =
                      Hawser.run(
                          place,
                          "connect",
                          target.word(),
                          "-n",
                          lane.name(),
                          "--yes",
                          "--no-reaper",
                          "--agent-image",
                          "hawser.test/none:1");
                  assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
                  assertThat(result.failureLine())
                      .as(result.description())
                      .matches(".*(ErrImagePull|ImagePullBackOff|Failed to pull image).*");
                  target.awaitRestored(original, 1);
                  manifest.delete(lane);
                }))
        .isEmpty();
  }

  @Test
  void theOriginalsVariablesAreReadWhateverKindItIs() {
    assertThat(
            lanes.run(
                Stream.of(WorkloadKind.values()).filter(KindsTest::isWanted).toList(),
                (lane, kind) -> {
                  Manifest manifest = manifest(kind, 1, Company.NOBODY, "");
                  Target target = manifest.create(lane);
                  Hawser.Result result =
                      Hawser.run(place, "env", target.word(), "-n", lane.name(), "--all");
                  assertThat(result.exitCode()).as(result.description()).isZero();
                  assertThat(result.errors())
                      .as(result.description())
                      .anyMatch(line -> line.contains("that of process 1 of " + target.name()));
                  assertThat(result.output())
                      .as(result.description())
                      .anyMatch(line -> line.startsWith("HOSTNAME=" + target.name()));
                  manifest.delete(lane);
                }))
        .isEmpty();
  }

  private void assertAllWell(List<Case> cases) {
    List<Case> wanted = cases.stream().filter(one -> isWanted(one.kind())).toList();
    assertThat(lanes.run(wanted, this::take)).isEmpty();
  }

  private static boolean isWanted(WorkloadKind kind) {
    String kinds = System.getProperty("hawser.kinds", "");
    return kinds.isEmpty() || List.of(kinds.split(",")).contains(kind.shortName());
  }

  private Manifest manifest(WorkloadKind kind, int replicas, Company company, String strategy) {
    String name = kind.shortName() + "-" + numbers.incrementAndGet();
    return new Manifest(kind, name, replicas, company, strategy);
  }

  private void take(TestNamespace lane, Case what) {
    Manifest manifest = manifest(what.kind(), what.replicas(), what.company(), what.strategy());
    Target target = manifest.create(lane);
    ObjectNode original = target.original();
    try (LocalServer here = new LocalServer("here for " + target.name());
        RunningProcess session = connect(target, what, here)) {
      Hawser.awaitConnected(session);
      everyReplicaServesFromHere(target, what.replicas());
      disturb(target, what);
      end(target, session, what.ending());
      target.awaitRestored(original, what.replicas()); // closing would end the guard too
    }
    manifest.delete(lane);
  }

  /// By the name of the Service where there are several replicas.
  private RunningProcess connect(Target target, Case what, LocalServer here) {
    List<String> words = new ArrayList<>();
    words.add("connect");
    words.add(what.replicas() > 1 ? "svc/" + target.name() : target.word());
    words.addAll(List.of("-n", target.namespace().name(), "--yes"));
    words.addAll(List.of("--port", here.port() + ":8080"));
    Map<String, String> variables = new HashMap<>();
    switch (what.ending()) {
      case INTERRUPTED, KILLED_AND_UNDONE_BY_THE_GUARD -> words.add("--no-reaper");
      case KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_RESTORE -> {
        words.add("--no-reaper");
        variables.putAll(Hawser.WITHOUT_GUARD);
      }
      case KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_THE_REAPER -> {
        words.addAll(List.of("--orphan-after", "10s"));
        variables.putAll(Hawser.WITHOUT_GUARD);
      }
    }
    return Hawser.start(place, variables, words);
  }

  private void everyReplicaServesFromHere(Target target, int replicas) {
    List<Pod> agents = target.agents();
    assertThat(agents).as("agents of %s", target.word()).hasSize(replicas);
    for (Pod agent : agents) {
      String url = "http://%s:8080/".formatted(agent.getStatus().getPodIP());
      assertThat(caller.get(url)).isEqualTo("here for " + target.name());
    }
  }

  private void awaitServingFromHere(Target target, int replicas) {
    await("%d agents of %s serve from here".formatted(replicas, target.word()))
        .atMost(SOON)
        .ignoreException(UncheckedIOException.class)
        .untilAsserted(() -> everyReplicaServesFromHere(target, replicas));
  }

  private void disturb(Target target, Case what) {
    switch (what.event()) {
      case NOTHING -> {}
      case SCALED_UP_AND_DOWN -> {
        target.scale(what.replicas() + 1);
        awaitServingFromHere(target, what.replicas() + 1);
        target.scale(what.replicas());
        awaitServingFromHere(target, what.replicas());
      }
      case POD_DELETED -> {
        Set<String> before = identities(target);
        place.client().resource(target.agents().getFirst()).withGracePeriod(0).delete();
        await("another pod")
            .atMost(SOON)
            .until(() -> identities(target).size() == 1 && !identities(target).equals(before));
        awaitServingFromHere(target, what.replicas());
      }
      case CONTAINER_KILLED -> {
        Pod agent = target.agents().getFirst();
        place.process(agent, Manifest.MAIN).destroyForcibly();
        await("the container was started again")
            .atMost(SOON)
            .until(() -> restarts(target) > restarts(agent));
        awaitServingFromHere(target, what.replicas());
      }
    }
  }

  private static Set<String> identities(Target target) {
    return target.agents().stream()
        .map(pod -> pod.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private static int restarts(Target target) {
    return target.agents().stream().mapToInt(KindsTest::restarts).sum();
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(status -> status.getRestartCount())
        .sum();
  }

  private void end(Target target, RunningProcess session, Ending ending) {
    switch (ending) {
      case INTERRUPTED -> {
        session.signal("INT");
        assertThat(session.awaitExit(Hawser.LIMIT)).as(session.describe()).isEqualTo(130);
      }
      case KILLED_AND_UNDONE_BY_THE_GUARD, KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_THE_REAPER ->
          session.signal("KILL");
      case KILLED_WITH_ITS_GUARD_AND_UNDONE_BY_RESTORE -> {
        session.signal("KILL");
        session.awaitExit(Hawser.LIMIT);
        Hawser.Result result =
            Hawser.run(place, "restore", target.word(), "-n", target.namespace().name());
        assertThat(result.exitCode()).as(result.description()).isZero();
      }
    }
  }
}
