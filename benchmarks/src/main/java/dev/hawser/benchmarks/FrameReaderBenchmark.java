package dev.hawser.benchmarks;

import dev.hawser.tunnel.frame.FrameReader;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What it costs to take frames out of what a link has read: one operation is one frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReaderBenchmark {
  private static final int FRAMES = 64;

  private final FrameReader reader = new FrameReader(new IgnoringSink(), Hello.MAX_DATA_LENGTH);

  @State(Scope.Thread)
  public static class Data {
    @Param({"64", "16384"})
    int payloadBytes;

    private final ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer();

    @Setup
    public void write() {
      for (int i = 0; i < FRAMES; i++) {
        FrameWriter.dataHeader(read, 1, payloadBytes, false);
        read.writeZero(payloadBytes);
      }
    }

    @TearDown
    public void release() {
      read.release();
    }
  }

  @State(Scope.Thread)
  public static class Credit {
    private final ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer();

    @Setup
    public void write() {
      for (int i = 0; i < FRAMES; i++) {
        FrameWriter.credit(read, 1, i);
      }
    }

    @TearDown
    public void release() {
      read.release();
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void data(Data data) {
    data.read.readerIndex(0);
    reader.read(data.read);
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void credit(Credit credit) {
    credit.read.readerIndex(0);
    reader.read(credit.read);
  }
}
