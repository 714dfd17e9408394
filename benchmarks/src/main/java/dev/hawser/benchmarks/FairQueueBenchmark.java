package dev.hawser.benchmarks;

import dev.hawser.tunnel.flow.FairQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What it costs to decide whose turn it is: one operation is one flow's turn.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FairQueueBenchmark {
  @Param({"1", "8", "64"})
  int flows;

  private final FairQueue queue = new FairQueue();
  private final Steady request = new Steady(false);

  @Setup
  public void fill() {
    for (int i = 0; i < flows; i++) {
      queue.ready(new Steady(true));
    }
  }

  /// All flows always have more to send.
  @Benchmark
  public void bulk() {
    queue.serveNext();
  }

  /// A flow that was idle has something to send, beside the others.
  @Benchmark
  public void sparse() {
    queue.ready(request);
    queue.serveNext();
  }

  private static final class Steady extends FairQueue.Flow {
    private final boolean hasMore;

    Steady(boolean hasMore) {
      this.hasMore = hasMore;
    }

    @Override
    protected boolean send(int allowedBytes) {
      return hasMore;
    }
  }
}
