package dev.hawser.benchmarks;

import dev.hawser.tunnel.frame.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to write frames into a buffer that is there: one operation is one frame, of DATA
/// the header alone.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameWriterBenchmark {
  private static final int FRAMES = 64;
  private static final int STREAM = 1;
  private static final int PAYLOAD_BYTES = 16 * 1024;

  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(FRAMES * 16);

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void data() {
    out.clear();
    for (int i = 0; i < FRAMES; i++) {
      FrameWriter.dataHeader(out, STREAM, PAYLOAD_BYTES, false);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void credit() {
    out.clear();
    for (int i = 0; i < FRAMES; i++) {
      FrameWriter.credit(out, STREAM, i);
    }
  }

  @TearDown
  public void release() {
    out.release();
  }
}
