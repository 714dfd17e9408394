package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.Links;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Two sessions over a pipe in memory, on a clock that stands still until it is moved.
final class SessionPair implements AutoCloseable {
  final Recorder endpointStreams = new Recorder();
  final Recorder agentStreams = new Recorder();
  final EmbeddedChannel endpointChannel;
  final EmbeddedChannel agentChannel;
  final Future<TunnelSession> endpointEstablished;
  final Future<TunnelSession> agentEstablished;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final MockTicker clock = Ticker.newMockTicker();

  SessionPair() {
    this(agent -> agent, TunnelObserver.NONE);
  }

  /// @param agentAcceptor what the agent does with streams, given what it would do otherwise
  SessionPair(UnaryOperator<StreamAcceptor> agentAcceptor, TunnelObserver endpointObserver) {
    endpointChannel = newChannel();
    agentChannel = newChannel();
    endpointEstablished =
        Links.establish(
            endpointChannel,
            new LinkSettings(Role.ENDPOINT, Optional.empty(), endpointStreams, endpointObserver));
    agentEstablished =
        Links.establish(
            agentChannel,
            new LinkSettings(
                Role.AGENT,
                Optional.empty(),
                agentAcceptor.apply(agentStreams),
                TunnelObserver.NONE));
  }

  private EmbeddedChannel newChannel() {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    channel.config().setAllocator(allocator);
    return channel;
  }

  /// A buffer that must be released before the pair is closed, as all of the sessions' own.
  ByteBuf buffer(byte... content) {
    return allocator.directBuffer(content.length).writeBytes(content);
  }

  static SessionPair established() {
    SessionPair pair = new SessionPair();
    pair.exchange();
    return pair;
  }

  TunnelSession endpoint() {
    return endpointEstablished.getNow();
  }

  TunnelSession agent() {
    return agentEstablished.getNow();
  }

  /// Carries everything both ways until nothing moves.
  void exchange() {
    boolean moved = true;
    while (moved) {
      moved = carry(endpointChannel, agentChannel, Integer.MAX_VALUE);
      moved |= carry(agentChannel, endpointChannel, Integer.MAX_VALUE);
    }
  }

  /// As [#exchange], in pieces of so many bytes.
  void exchangeInPieces(int bytes) {
    boolean moved = true;
    while (moved) {
      moved = carry(endpointChannel, agentChannel, bytes);
      moved |= carry(agentChannel, endpointChannel, bytes);
    }
  }

  private static boolean carry(EmbeddedChannel from, EmbeddedChannel to, int piece) {
    from.runPendingTasks();
    boolean moved = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      moved = true;
      while (bytes.isReadable()) {
        ByteBuf part = bytes.readRetainedSlice(Math.min(piece, bytes.readableBytes()));
        if (to.isOpen()) {
          to.writeOneInbound(part);
        } else {
          part.release();
        }
      }
      bytes.release();
    }
    if (moved && to.isOpen()) {
      to.flushInbound();
      to.runPendingTasks();
    }
    if (!from.isOpen() && to.isOpen()) {
      to.close();
      moved = true;
    }
    return moved;
  }

  /// The line breaks: what is on its way is lost, and both ends are told.
  void cut() {
    endpointChannel.runPendingTasks();
    agentChannel.runPendingTasks();
    endpointChannel.releaseOutbound();
    agentChannel.releaseOutbound();
    endpointChannel.close();
    agentChannel.close();
    endpointChannel.runPendingTasks();
    agentChannel.runPendingTasks();
  }

  void advance(Duration time) {
    clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    endpointChannel.runScheduledPendingTasks();
    agentChannel.runScheduledPendingTasks();
    endpointChannel.runPendingTasks();
    agentChannel.runPendingTasks();
  }

  @Override
  public void close() {
    endpointChannel.finishAndReleaseAll();
    agentChannel.finishAndReleaseAll();
    assertThat(allocator.metric().usedDirectMemory()).as("bytes not released").isZero();
    assertThat(allocator.metric().usedHeapMemory()).as("bytes not released").isZero();
  }
}
