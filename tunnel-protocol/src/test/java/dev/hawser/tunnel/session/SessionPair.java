package dev.hawser.tunnel.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.TestLinks;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Two sessions over pipes in memory, on a clock that stands still until it is moved. The sessions'
/// loops are not the pipes', for they outlive them.
final class SessionPair implements AutoCloseable {
  static final Duration GRACE = Duration.ofMinutes(5);

  final Recorder endpointStreams = new Recorder();
  final Recorder agentStreams = new Recorder();
  EmbeddedChannel endpointChannel;
  EmbeddedChannel agentChannel;
  Future<TunnelSession> endpointEstablished;
  Future<TunnelSession> agentEstablished;
  // tells of what is not released by its count, for every buffer and at once
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final MockTicker clock = Ticker.newMockTicker();
  private final EmbeddedChannel endpointHome = newChannel();
  private final EmbeddedChannel agentHome = newChannel();
  private final List<EmbeddedChannel> pipes = new ArrayList<>();
  private final TunnelSession endpoint;
  private final AcceptedSessions accepted;
  private @Nullable TunnelSession agent;
  private Duration slept = Duration.ZERO;

  SessionPair() {
    this(agent -> agent, TunnelObserver.NONE);
  }

  /// @param agentAcceptor what the agent does with streams, given what it would do otherwise
  SessionPair(UnaryOperator<StreamAcceptor> agentAcceptor, TunnelObserver endpointObserver) {
    endpoint =
        new TunnelSession(
            endpointHome.eventLoop(),
            new SessionSettings(
                Role.ENDPOINT,
                0,
                UUID.randomUUID(),
                endpointStreams,
                endpointObserver,
                GRACE,
                allocator,
                () -> Instant.EPOCH.plusNanos(clock.nanoTime()).plus(slept)));
    accepted =
        new AcceptedSessions(
            agentHome.eventLoop(),
            new LinkSettings(
                Role.AGENT,
                Optional.empty(),
                agentAcceptor.apply(agentStreams),
                TunnelObserver.NONE,
                GRACE),
            begun -> agent = begun);
    endpointChannel = newChannel();
    agentChannel = newChannel();
    endpointEstablished = TestLinks.dialled(endpointChannel, endpoint);
    agentEstablished = accepted.accept(agentChannel);
    pipes.addAll(List.of(endpointChannel, agentChannel));
  }

  /// Another pipe beside the one that is there, which stays as it is.
  void link() {
    endpointChannel = newChannel();
    agentChannel = newChannel();
    endpointEstablished = TestLinks.dialled(endpointChannel, endpoint);
    agentEstablished = accepted.accept(agentChannel);
    pipes.addAll(List.of(endpointChannel, agentChannel));
  }

  private EmbeddedChannel newChannel() {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    channel.config().setAllocator(allocator);
    return channel;
  }

  /// Bytes allocated and not released by both sessions, their links and [#buffer].
  long memory() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /// A buffer that must be released before the pair is closed, as all of the sessions' own.
  ByteBuf buffer(byte... content) {
    return allocator.directBuffer(content.length).writeBytes(content);
  }

  /// As [#buffer], as a socket's are read: with room before the content.
  ByteBuf bufferWithRoom(byte... content) {
    return allocator.directBuffer(8 + content.length).writeZero(8).skipBytes(8).writeBytes(content);
  }

  static SessionPair established() {
    SessionPair pair = new SessionPair();
    pair.exchange();
    return pair;
  }

  TunnelSession endpoint() {
    return endpoint;
  }

  TunnelSession agent() {
    return requireNonNull(agent);
  }

  void runTasks() {
    endpointHome.runPendingTasks();
    agentHome.runPendingTasks();
    endpointChannel.runPendingTasks();
    agentChannel.runPendingTasks();
  }

  /// Carries everything both ways until nothing moves.
  void exchange() {
    exchangeInPieces(Integer.MAX_VALUE);
  }

  /// As [#exchange], in pieces of so many bytes.
  void exchangeInPieces(int bytes) {
    boolean moved = true;
    while (moved) {
      moved = carry(endpointChannel, agentChannel, bytes, Long.MAX_VALUE) > 0;
      moved |= carry(agentChannel, endpointChannel, bytes, Long.MAX_VALUE) > 0;
      moved |= carryEnd(endpointChannel, agentChannel);
      moved |= carryEnd(agentChannel, endpointChannel);
    }
  }

  /// What the endpoint has written comes to the agent, up to so many bytes; the rest is lost.
  long carryToAgent(long bytes) {
    return carry(endpointChannel, agentChannel, Integer.MAX_VALUE, bytes);
  }

  /// What the agent has written comes to the endpoint, up to so many bytes; the rest is lost.
  long carryToEndpoint(long bytes) {
    return carry(agentChannel, endpointChannel, Integer.MAX_VALUE, bytes);
  }

  private long carry(EmbeddedChannel from, EmbeddedChannel to, int piece, long most) {
    runTasks();
    long carried = 0;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      while (bytes.isReadable()) {
        int length = (int) Math.min(Math.min(piece, bytes.readableBytes()), most - carried);
        if (length == 0 || !to.isOpen()) {
          bytes.skipBytes(bytes.readableBytes());
        } else {
          carried += length;
          to.writeOneInbound(bytes.readRetainedSlice(length));
        }
      }
      bytes.release();
    }
    if (carried > 0 && to.isOpen()) {
      to.flushInbound();
    }
    runTasks();
    return carried;
  }

  private static boolean carryEnd(EmbeddedChannel from, EmbeddedChannel to) {
    if (!from.isOpen() && to.isOpen()) {
      to.close();
      return true;
    }
    return false;
  }

  /// The line breaks: what is on its way is lost, and both ends are told.
  void cut() {
    runTasks();
    endpointChannel.releaseOutbound();
    agentChannel.releaseOutbound();
    endpointChannel.close();
    agentChannel.close();
    runTasks();
  }

  void advance(Duration time) {
    clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    endpointHome.runScheduledPendingTasks();
    agentHome.runScheduledPendingTasks();
    endpointChannel.runScheduledPendingTasks();
    agentChannel.runScheduledPendingTasks();
    runTasks();
  }

  /// The endpoint's machine sleeps: its monotonic clock stands still.
  void sleep(Duration time) {
    slept = slept.plus(time);
  }

  @Override
  public void close() {
    endpoint.close();
    if (agent != null) {
      agent.close();
    }
    runTasks();
    pipes.forEach(EmbeddedChannel::finishAndReleaseAll);
    endpointHome.finishAndReleaseAll();
    agentHome.finishAndReleaseAll();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes not released").isZero();
    assertThat(allocator.metric().usedHeapMemory()).as("bytes not released").isZero();
  }
}
