package dev.hawser.benchmarks;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameReader;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ResetCode;
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

/// What it costs to take frames out of what a link has read: one operation is one DATA frame.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameReaderBenchmark {
  private static final int FRAMES = 64;

  @Param({"64", "16384"})
  int payloadBytes;

  private ByteBuf read = PooledByteBufAllocator.DEFAULT.directBuffer();
  private final FrameReader reader = new FrameReader(new Releasing(), Hello.MAX_DATA_LENGTH);

  @Setup
  public void write() {
    for (int i = 0; i < FRAMES; i++) {
      FrameWriter.dataHeader(read, 1, payloadBytes, false);
      read.writeZero(payloadBytes);
    }
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public void data() {
    read.readerIndex(0);
    reader.read(read);
  }

  @TearDown
  public void release() {
    read.release();
  }

  private static final class Releasing implements FrameSink {
    @Override
    public void onData(int streamId, ByteBuf data, boolean last) {
      data.release();
    }

    @Override
    public void onHello(Hello hello) {}

    @Override
    public void onOpen(int streamId, Destination destination) {}

    @Override
    public void onOpenOk(int streamId) {}

    @Override
    public void onReset(int streamId, ResetCode code, long finalOffset) {}

    @Override
    public void onCredit(int streamId, long limit) {}

    @Override
    public void onPing(long payload) {}

    @Override
    public void onPong(long payload) {}

    @Override
    public void onAck(long received) {}

    @Override
    public void onStopSending(int streamId, ResetCode code) {}

    @Override
    public void onDrain(int lastStreamId) {}

    @Override
    public void onDatagram(int streamId, ByteBuf data) {
      data.release();
    }

    @Override
    public void onGoaway(ErrorCode code, String reason) {}
  }
}
