package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.TestNamespace;
import dev.hawser.acceptance.place.Traces;
import dev.hawser.acceptance.place.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A session's process is ended as by `kill -9` after every single write and wait; each time one of
/// the watchmen, or `hawser restore`, makes everything as it was.
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

  private record Crash(int step, int delayMs, Way way) {
    @Override
    public String toString() {
      return "killed %d ms after step %d, undone by %s".formatted(delayMs, step, way);
    }
  }

  private final AtomicInteger killed = new AtomicInteger();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Place place;

  CrashTest(Place place) {
    this.place = place;
  }

  @Test
  void afterAKillAtAnyStepEverythingIsAsBefore(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("hawser.crashSeed", System.nanoTime());
    int passes = Integer.getInteger("hawser.crashPasses", 1);
    List<String> steps = stepsOfAWholeSession(directory.resolve("steps"));
    assertThat(steps)
        .as("steps of a session")
        .anyMatch(step -> step.contains("PATCH"))
        .anyMatch(step -> step.contains("POST") && step.contains("/jobs"))
        .anyMatch(step -> step.contains("DELETE") && step.contains("/leases"));
    List<Crash> crashes = crashes(steps.size(), passes, new Random(seed));
    Queue<Crash> queue = new ConcurrentLinkedQueue<>(crashes);
    try (ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<List<String>>> running =
          IntStream.range(0, AT_ONCE).mapToObj(lane -> lanes.submit(() -> work(queue))).toList();
      List<String> wrong = new ArrayList<>();
      for (Future<List<String>> lane : running) {
        wrong.addAll(lane.get());
      }
      assertThat(killed.get()).as("kills").isGreaterThan(crashes.size() * 3 / 4);
      assertThat(wrong).as("of %d crashes, seed %d", crashes.size(), seed).isEmpty();
    }
  }

  private static List<Crash> crashes(int steps, int passes, Random random) {
    List<Crash> crashes = new ArrayList<>();
    int shift = random.nextInt(Way.values().length);
    for (int pass = 0; pass < passes; pass++) {
      for (int step = 1; step <= steps; step++) {
        Way way = Way.values()[(step + pass + shift) % Way.values().length];
        crashes.add(new Crash(step, pass == 0 ? 0 : random.nextInt(LONGEST_DELAY_MS), way));
      }
    }
    return crashes;
  }

  private List<String> stepsOfAWholeSession(Path file) throws IOException {
    try (TestNamespace namespace = namespace();
        RunningProcess session =
            connect(namespace, "600", Map.of("HAWSER_STEPS", file.toString()))) {
      session.awaitLine(line -> line.startsWith(Hawser.CONNECTED), Hawser.LIMIT);
      session.signal("INT");
      session.awaitExit(Hawser.LIMIT);
      return Files.readAllLines(file);
    }
  }

  private TestNamespace namespace() {
    TestNamespace namespace = new TestNamespace(place, Map.of());
    namespace.create("small.yaml");
    namespace.awaitAvailable("orders");
    return namespace;
  }

  private RunningProcess connect(
      TestNamespace namespace, String sleep, Map<String, String> variables, String... options) {
    List<String> words = new ArrayList<>(List.of("connect", "svc/orders", "--yes", "-n"));
    words.add(namespace.name());
    words.addAll(List.of("--port", LocalProgram.freePorts(1).getFirst() + ":8080"));
    words.addAll(List.of(options));
    words.addAll(List.of("--wait-for-port", "0s", "--", "sleep", sleep));
    return Hawser.start(place, variables, words);
  }

  /// One crash after the other in a namespace of its own.
  private List<String> work(Queue<Crash> queue) {
    List<String> wrong = new ArrayList<>();
    try (TestNamespace namespace = namespace()) {
      ObjectNode original = namespace.workload("orders").original();
      for (Crash crash = queue.poll(); crash != null; crash = queue.poll()) {
        long startNs = System.nanoTime();
        try {
          crash(namespace, crash);
          everythingIsAsBefore(namespace, original);
        } catch (RuntimeException | AssertionError e) {
          wrong.add(crash + ": " + e.getMessage());
          Hawser.run(place, "restore", "--all", "-n", namespace.name());
        }
        System.out.printf("%s: %.1f s%n", crash, (System.nanoTime() - startNs) / 1_000_000_000.0);
      }
    }
    return wrong;
  }

  private void crash(TestNamespace namespace, Crash crash) {
    Map<String, String> variables = new HashMap<>();
    variables.put("HAWSER_KILL_AT", crash.step() + ":" + crash.delayMs());
    if (crash.way() != Way.GUARD) {
      variables.putAll(Hawser.WITHOUT_GUARD);
    }
    String sleep = "600." + numbers.incrementAndGet(); // by which the command is known
    try (RunningProcess session = connect(namespace, sleep, variables, options(crash.way()))) {
      await("connected, or dead")
          .atMost(Hawser.LIMIT)
          .until(
              () ->
                  !session.isAlive()
                      || session.output().stream()
                          .anyMatch(line -> line.startsWith(Hawser.CONNECTED)));
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
      undo(namespace, crash.way());
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

  private void undo(TestNamespace namespace, Way way) {
    switch (way) {
      case GUARD -> {
        // does it unasked
      }
      case REAPER -> {
        if (!new Traces(place, namespace.name()).hasReaper()) {
          assertThat(namespace.workload("orders").isMarked())
              .as("a change that no reaper would undo")
              .isFalse();
          restore(namespace); // of what there is but a Lease
        }
      }
      case RESTORE -> restore(namespace);
    }
  }

  private void restore(TestNamespace namespace) {
    for (int twice = 0; twice < 2; twice++) {
      Hawser.Result result = Hawser.run(place, "restore", "--all", "-n", namespace.name());
      assertThat(result.exitCode()).as(result.description()).isZero();
    }
  }

  private void everythingIsAsBefore(TestNamespace namespace, ObjectNode original) {
    Workload orders = namespace.workload("orders");
    await("everything is as before")
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(orders.original()).isEqualTo(original);
              assertThat(new Traces(place, namespace.name()).list()).isEmpty();
            });
    orders.awaitOriginalPods();
  }
}
