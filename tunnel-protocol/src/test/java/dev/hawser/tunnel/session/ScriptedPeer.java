package dev.hawser.tunnel.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.AcceptedSessions;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.TestLinks;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A session, of either role, whose peer is a test: it says whatever bytes it likes, over as many
/// links as it likes, and listens only when it is told to.
final class ScriptedPeer implements AutoCloseable {
  final UUID id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  final Recorder streams = new Recorder();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final MockTicker clock = Ticker.newMockTicker();
  private final Role tested;
  private final EmbeddedChannel home = newChannel();
  private final List<Link> links = new ArrayList<>();
  private final AcceptedSessions accepted;
  private @Nullable TunnelSession session;
  private int epochs;

  /// One link, as the peer has it.
  ///
  /// @param established the session's side of the handshake
  record Link(EmbeddedChannel channel, Pipe.Valve valve, Future<TunnelSession> established) {}

  /// @param tested what the session is
  ScriptedPeer(Role tested) {
    this.tested = tested;
    this.accepted =
        new AcceptedSessions(
            home.eventLoop(),
            new LinkSettings(
                Role.AGENT, Optional.empty(), streams, TunnelObserver.NONE, SessionPair.GRACE),
            begun -> session = begun);
    if (tested == Role.ENDPOINT) {
      session =
          new TunnelSession(
              home.eventLoop(),
              new SessionSettings(
                  Role.ENDPOINT,
                  0,
                  id,
                  streams,
                  TunnelObserver.NONE,
                  SessionPair.GRACE,
                  allocator,
                  () -> Instant.EPOCH.plusNanos(clock.nanoTime())));
    }
  }

  /// A peer that has said what an honest one says first.
  static ScriptedPeer greeted(Role tested) {
    ScriptedPeer peer = new ScriptedPeer(tested);
    peer.link();
    peer.greet(0);
    peer.listen();
    return peer;
  }

  private EmbeddedChannel newChannel() {
    EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
    channel.config().setAllocator(allocator);
    return channel;
  }

  TunnelSession session() {
    return requireNonNull(session);
  }

  boolean hasSession() {
    return session != null;
  }

  int epoch() {
    return epochs;
  }

  // ---- links

  /// Another link, over which nothing has been said by the peer.
  Link link() {
    epochs++;
    EmbeddedChannel channel = newChannel();
    Pipe.Valve valve = new Pipe.Valve();
    channel.pipeline().addFirst(valve);
    Future<TunnelSession> established =
        tested == Role.AGENT
            ? accepted.accept(channel)
            : TestLinks.dialled(channel, requireNonNull(session));
    Link link = new Link(channel, valve, established);
    links.add(link);
    return link;
  }

  /// The last one.
  Link current() {
    return links.getLast();
  }

  List<Link> links() {
    return links;
  }

  /// Says the HELLO that fits the last link.
  void greet(long received) {
    Hello hello = Hello.ours(tested.peer(), 0, id, epochs, received);
    say(out -> FrameWriter.hello(out, hello));
  }

  // ---- what is said

  void say(Consumer<ByteBuf> frames) {
    ByteBuf out = Unpooled.buffer();
    frames.accept(out);
    say(current(), out);
  }

  /// @param bytes takes
  void say(Link link, ByteBuf bytes) {
    if (link.channel.isOpen()) {
      link.channel.writeInbound(bytes);
    } else {
      bytes.release();
    }
    runTasks();
  }

  /// Takes what the session has written on every link.
  ///
  /// @return how many bytes
  long listen() {
    long heard = 0;
    boolean more = true;
    while (more) {
      more = false;
      for (Link link : links) {
        link.valve.open();
        for (ByteBuf b = link.channel.readOutbound(); b != null; b = link.channel.readOutbound()) {
          heard += b.readableBytes();
          b.release();
          more = true;
        }
      }
      runTasks();
    }
    return heard;
  }

  void advance(Duration time) {
    clock.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    home.runScheduledPendingTasks();
    links.forEach(link -> link.channel.runScheduledPendingTasks());
    runTasks();
  }

  private void runTasks() {
    home.runPendingTasks();
    links.forEach(link -> link.channel.runPendingTasks());
  }

  /// A buffer of the session's side.
  ByteBuf buffer(int capacity) {
    return allocator.directBuffer(capacity);
  }

  /// Bytes that the session, its links and [#buffer] hold.
  long memory() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /// The fault that ended the session; its link is closed first.
  @Nullable Throwable fault() {
    listen();
    advance(Duration.ofSeconds(2));
    assertThat(session().closed().isDone()).as("the session is closed").isTrue();
    return session().closed().cause();
  }

  @Override
  public void close() {
    accepted.all().forEach(TunnelSession::close);
    if (session != null) {
      session.close();
    }
    runTasks();
    advance(Duration.ofSeconds(2));
    links.forEach(link -> link.channel.finishAndReleaseAll());
    home.finishAndReleaseAll();
    assertThat(memory()).as("bytes not released").isZero();
  }
}
