package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Lanes;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Manifest;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Target;
import dev.hawser.acceptance.place.TestNamespace;
import dev.hawser.acceptance.place.Traces;
import dev.hawser.cluster.target.WorkloadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A session's process is ended as by `kill -9` after every single write and wait; each time one of
/// the watchmen, or `hawser restore`, makes everything as it was. What a Deployment's session goes
/// through in waits is not gone through again for the other kinds, whose writes are others.
///
/// `-Dhawser.crashPasses=N` goes through all of it N times, each time with another watchman for
/// each step, and from the second time on with other, random delays after the step;
/// `-Dhawser.crashSeed=N` with those of an earlier run.
@Tag("cluster")
@ExtendWith(Places.class)
class CrashTest {
  private static final int AT_ONCE = 3;
  private static final int LONGEST_DELAY_MS = 1500;
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int KILLED = 137;
  private static final int INTERRUPTED = 130;

  private enum Way {
    GUARD,
    REAPER,
    RESTORE
  }

  private record Crash(WorkloadKind kind, int step, int delayMs, Way way) {
    @Override
    public String toString() {
      return "%s killed %d ms after step %d, undone by %s"
          .formatted(kind.shortName(), delayMs, step, way);
    }
  }

  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Place place;

  CrashTest(Place place) {
    this.place = place;
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkloadKind.class,
      names = {"DEPLOYMENT", "STATEFUL_SET", "POD"})
  void afterAKillAtAnyStepEverythingIsAsBefore(WorkloadKind kind, @TempDir Path directory) {
    long seed = Long.getLong("hawser.crashSeed", System.nanoTime());
    int passes = Integer.getInteger("hawser.crashPasses", 1);
    List<String> steps = stepsOfAWholeSession(kind, directory.resolve("steps"));
    assertThat(steps)
        .as("steps of a session")
        .anyMatch(step -> step.matches(".*(PATCH|POST) .*/%s.*".formatted(kind.plural())))
        .anyMatch(step -> step.contains("POST") && step.contains("/jobs"))
        .anyMatch(step -> step.contains("DELETE") && step.contains("/leases"));
    List<Crash> crashes = crashes(kind, steps, passes, new Random(seed));
    List<String> wrong = new Lanes(place, AT_ONCE).run(crashes, this::crash);
    assertThat(killed.get()).as("kills").isGreaterThan(crashes.size() * 3 / 4);
    assertThat(wrong).as("of %d crashes, seed %d", crashes.size(), seed).isEmpty();
  }

  private static List<Crash> crashes(
      WorkloadKind kind, List<String> steps, int passes, Random random) {
    List<Crash> crashes = new ArrayList<>();
    int shift = random.nextInt(Way.values().length);
    for (int pass = 0; pass < passes; pass++) {
      for (int step = 1; step <= steps.size(); step++) {
        if (kind == WorkloadKind.DEPLOYMENT || steps.get(step - 1).contains(" after ")) {
          Way way = Way.values()[(crashes.size() + pass + shift) % Way.values().length];
          int delayMs = pass == 0 ? 0 : random.nextInt(LONGEST_DELAY_MS);
          crashes.add(new Crash(kind, step, delayMs, way));
        }
      }
    }
    return crashes;
  }

  private List<String> stepsOfAWholeSession(WorkloadKind kind, Path file) {
    try (TestNamespace namespace = new TestNamespace(place)) {
      Target target = manifest(kind).create(namespace);
      try (RunningProcess session =
          connect(target, "600", Map.of("HAWSER_STEPS", file.toString()))) {
        Hawser.awaitConnected(session);
        session.signal("INT");
        session.awaitExit(Hawser.LIMIT);
        return Files.readAllLines(file);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  private Manifest manifest(WorkloadKind kind) {
    String name = kind.shortName() + "-" + numbers.incrementAndGet();
    return new Manifest(kind, name, 1, Manifest.Company.NOBODY, "");
  }

  private RunningProcess connect(
      Target target, String sleep, Map<String, String> variables, String... options) {
    List<String> words = new ArrayList<>(List.of("connect", "svc/" + target.name(), "--yes", "-n"));
    words.add(target.namespace().name());
    words.addAll(List.of("--port", LocalProgram.freePorts(1).getFirst() + ":8080"));
    words.addAll(List.of(options));
    words.addAll(List.of("--wait-for-port", "0s", "--", "sleep", sleep));
    return Hawser.start(place, variables, words);
  }

  private void crash(TestNamespace lane, Crash crash) {
    Manifest manifest = manifest(crash.kind());
    Target target = manifest.create(lane);
    ObjectNode original = target.original();
    crash(target, crash);
    target.awaitRestored(original, 1);
    manifest.delete(lane);
  }

  private void crash(Target target, Crash crash) {
    Map<String, String> variables = new HashMap<>();
    variables.put("HAWSER_KILL_AT", crash.step() + ":" + crash.delayMs());
    if (crash.way() != Way.GUARD) {
      variables.putAll(Hawser.WITHOUT_GUARD);
    }
    String sleep = "600." + numbers.incrementAndGet(); // by which the command is known
    try (RunningProcess session = connect(target, sleep, variables, options(crash.way()))) {
      Hawser.awaitConnectedOrEnd(session);
      session.signal("INT");
      await("the end").atMost(Hawser.LIMIT).until(() -> !session.isAlive());
      if (crash.way() == Way.GUARD) {
        await("the end of the command").atMost(SOON).until(() -> commands(sleep).isEmpty());
      } else {
        commands(sleep).forEach(ProcessHandle::destroyForcibly);
      }
      int code = session.awaitExit(Hawser.LIMIT);
      assertThat(code)
          .as(session.describe())
          .isIn(KILLED, INTERRUPTED); // that one where there were fewer steps this time
      if (code == KILLED) {
        killed.incrementAndGet();
      }
      undo(target, crash.way());
    }
  }

  private static List<ProcessHandle> commands(String sleep) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(words -> List.of(words).contains(sleep))
                    .isPresent())
        .toList();
  }

  private static String[] options(Way way) {
    return switch (way) {
      case GUARD -> new String[0];
      case REAPER -> new String[] {"--orphan-after", "4s"};
      case RESTORE -> new String[] {"--no-reaper"};
    };
  }

  private void undo(Target target, Way way) {
    switch (way) {
      case GUARD -> {
        // does it unasked
      }
      case REAPER -> {
        if (!new Traces(place, target.namespace().name()).hasReaper()) {
          assertThat(target.isMarked()).as("a change that no reaper would undo").isFalse();
          restore(target.namespace()); // of what there is but a Lease
        }
      }
      case RESTORE -> restore(target.namespace());
    }
  }

  private void restore(TestNamespace namespace) {
    for (int twice = 0; twice < 2; twice++) {
      Hawser.Result result = Hawser.run(place, "restore", "--all", "-n", namespace.name());
      assertThat(result.exitCode()).as(result.description()).isZero();
    }
  }
}
