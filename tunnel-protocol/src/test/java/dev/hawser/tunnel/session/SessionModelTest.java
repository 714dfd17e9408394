package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Hello;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two sessions under random operations, compared with ideal pipes. A failure names its seed, which
/// `-Dhawser.model.seed=` repeats; `-Dhawser.model.runs=` tries more of them.
class SessionModelTest {
  private static final int RUNS = Integer.getInteger("hawser.model.runs", 1_000);
  private static final long ALL_SEEDS = -1;
  private static final long SEED = Long.getLong("hawser.model.seed", ALL_SEEDS);

  @Test
  void whateverHappensStreamsAreAsIdealPipes() {
    runAll(RUNS, 0, 250, 12);
  }

  @Test
  void longRunsAreAsIdealPipesToo() {
    runAll(RUNS / 200, 1_000_000, 8_000, 40);
  }

  private static void runAll(int runs, long firstSeed, int steps, int mostStreams) {
    if (SEED != ALL_SEEDS) {
      run(SEED, steps, mostStreams);
      return;
    }
    for (long seed = firstSeed; seed < firstSeed + runs; seed++) {
      run(seed, steps, mostStreams);
    }
  }

  @SuppressWarnings("TryFailThrowable") // any failure is to name its seed
  private static void run(long seed, int steps, int mostStreams) {
    ModelRun run = new ModelRun(seed, mostStreams);
    try {
      for (int i = 0; i < steps; i++) {
        run.step();
      }
      run.healAndCheck();
      run.close();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("seed %d: %s".formatted(seed, failure.getMessage()), failure);
    }
  }

  /// Sockets that write without end at both ends of 32 streams.
  @Test
  void twoHundredCutsAtRandomBytesLoseNothingOf32Streams() {
    Random random = new Random(200);
    ModelRun run = new ModelRun(200, 32);
    List<ModelStream> streams = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      streams.add(run.open());
    }
    run.carryAll();
    for (int cut = 0; cut < 200; cut++) {
      for (ModelStream stream : streams) {
        fill(run, stream.opener, random);
        fill(run, stream.acceptor, random);
      }
      run.pair().runTasks();
      run.cutAfter(random.nextInt(400_000), random.nextInt(400_000));
      run.advance(Duration.ofMillis(200));
      run.heal();
    }
    assertThat(streams).allMatch(stream -> stream.opener.isLive() && stream.acceptor.isLive());
    run.healAndCheck();
    assertThat(run.mostMemory()).isLessThan(2 * Hello.SESSION_WINDOW);
    run.close();
  }

  private static void fill(ModelRun run, ModelStream.End end, Random random) {
    while (end.stream().isWritable()) {
      run.write(end, 1 + random.nextInt(30_000));
    }
  }
}
