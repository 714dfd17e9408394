package dev.hawser.benchmarks;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.security.SessionCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What encryption costs without any socket: one operation is one batch encrypted at one end of a
/// link and decrypted at the other.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls handshake first
public class TlsBenchmark {
  @Param({"16384", "65536"})
  int batchBytes;

  private EmbeddedChannel endpoint;
  private EmbeddedChannel agent;
  private ByteBuf batch;

  @Setup
  public void handshake() {
    SessionCertificate ours = SessionCertificate.generate();
    SessionCertificate theirs = SessionCertificate.generate();
    endpoint = channel(Role.ENDPOINT, ours, theirs);
    agent = channel(Role.AGENT, theirs, ours);
    while (move(endpoint, agent) + move(agent, endpoint) > 0) {
      // until neither has anything more to say
    }
    batch = PooledByteBufAllocator.DEFAULT.directBuffer(batchBytes).writeZero(batchBytes);
    if (encrypt(endpoint, agent) != batchBytes || encrypt(agent, endpoint) != batchBytes) {
      throw new IllegalStateException("no TLS between the ends");
    }
  }

  private static EmbeddedChannel channel(
      Role role, SessionCertificate own, SessionCertificate peer) {
    EmbeddedChannel channel = new EmbeddedChannel();
    LinkSecurity security = LinkSecurity.pinned(role, own, peer.fingerprint());
    channel.pipeline().addLast(security.newHandler(PooledByteBufAllocator.DEFAULT));
    return channel;
  }

  @Benchmark
  public int toAgent() {
    return encrypt(endpoint, agent);
  }

  @Benchmark
  public int toEndpoint() {
    return encrypt(agent, endpoint);
  }

  private int encrypt(EmbeddedChannel from, EmbeddedChannel to) {
    Channel sender = from;
    sender.write(batch.retainedDuplicate(), sender.voidPromise());
    from.flushOutbound();
    move(from, to);
    int decrypted = 0;
    for (ByteBuf part = to.readInbound(); part != null; part = to.readInbound()) {
      decrypted += part.readableBytes();
      part.release();
    }
    return decrypted;
  }

  private static int move(EmbeddedChannel from, EmbeddedChannel to) {
    int moved = 0;
    for (ByteBuf part = from.readOutbound(); part != null; part = from.readOutbound()) {
      moved += part.readableBytes();
      to.writeOneInbound(part, to.voidPromise());
    }
    to.flushInbound();
    return moved;
  }

  @TearDown
  public void close() {
    endpoint.finishAndReleaseAll();
    agent.finishAndReleaseAll();
    batch.release();
  }
}
