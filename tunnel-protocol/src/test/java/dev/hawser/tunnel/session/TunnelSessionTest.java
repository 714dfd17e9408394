package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.session.Recorder.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelSessionTest {
  private static final Destination STOCK = Destination.tcp("stock", 80);

  private SessionPair pair = SessionPair.established();

  @AfterEach
  void everyBufferIsReleased() {
    pair.close();
  }

  @Test
  void isEstablishedOnceBothHaveSaidHello() {
    SessionPair silent = new SessionPair();
    assertThat(silent.endpointEstablished.isDone()).isFalse();
    silent.exchange();
    assertThat(silent.endpointEstablished.isSuccess()).isTrue();
    assertThat(silent.agentEstablished.isSuccess()).isTrue();
    silent.close();
  }

  @Test
  void aStreamCarriesBytesBothWays() {
    Peer near = open();
    near.stream.write(bytes("ping"));
    pair.exchange();
    Peer far = pair.agentStreams.only();
    far.stream.write(bytes("pong"));
    pair.exchange();
    assertThat(far.stream.destination()).isEqualTo(STOCK);
    assertThat(far.text()).isEqualTo("ping");
    assertThat(near.text()).isEqualTo("pong");
    assertThat(near.events).containsExactly("confirmed");
  }

  @Test
  void dataTravelsInOneFlightWithItsOpen() {
    pair.agentStreams.confirming = false;
    Peer near = open();
    near.stream.write(bytes("early"));
    pair.exchange();
    assertThat(pair.agentStreams.only().text()).isEqualTo("early");
    assertThat(near.events).isEmpty();
  }

  @Test
  void bothEndsOpenStreamsWithIdsOfTheirOwn() {
    Peer fromEndpoint = open();
    Peer fromAgent = pair.agentStreams.open(pair.agent(), Destination.tcp("", 8080));
    pair.exchange();
    assertThat(fromEndpoint.stream.id()).isOdd();
    assertThat(fromAgent.stream.id()).isEven();
    assertThat(pair.endpointStreams.only().stream.destination().port()).isEqualTo(8080);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 1000})
  void bytesArriveWholeHoweverTheLinkCutsThem(int piece) {
    byte[] sent = new byte[20_000];
    new Random(piece).nextBytes(sent);
    Peer near = open();
    near.stream.write(pair.buffer(sent));
    near.stream.finish();
    pair.exchangeInPieces(piece);
    Peer far = pair.agentStreams.only();
    assertThat(far.received.toByteArray()).isEqualTo(sent);
    assertThat(far.events).containsExactly("finished");
  }

  @Test
  void eachDirectionEndsByItself() {
    Peer near = open();
    near.stream.write(bytes("question"));
    near.stream.finish();
    pair.exchange();
    Peer far = pair.agentStreams.only();
    assertThat(far.events).containsExactly("finished");
    far.stream.write(bytes("answer"));
    far.stream.finish();
    pair.exchange();
    assertThat(near.text()).isEqualTo("answer");
    assertThat(near.events).containsExactly("confirmed", "finished");
    assertThat(near.stream.isClosed()).isTrue();
    assertThat(far.stream.isClosed()).isTrue();
  }

  @Test
  void aResetEndsBothDirectionsWithItsCode() {
    pair.agentStreams.confirming = false;
    Peer near = open();
    pair.exchange();
    Peer far = pair.agentStreams.only();
    far.stream.reset(ResetCode.REFUSED);
    far.stream.reset(ResetCode.INTERNAL);
    pair.exchange();
    assertThat(near.events).containsExactly("reset REFUSED");
    assertThat(far.events).isEmpty();
  }

  @Test
  void whatWasOnItsWayToAResetStreamIsDroppedAndTheSessionLives() {
    Peer near = open();
    pair.exchange();
    near.stream.write(bytes("late"));
    pair.runTasks();
    pair.agentStreams.only().stream.reset(ResetCode.CONNECTION_RESET);
    pair.exchange();
    Peer next = open();
    next.stream.write(bytes("next"));
    pair.exchange();
    assertThat(near.events).containsExactly("confirmed", "reset CONNECTION_RESET");
    assertThat(pair.agentStreams.accepted.get(1).text()).isEqualTo("next");
  }

  @Test
  void anUnreadStreamHoldsItsSenderBackAndNoOther() {
    pair.agentStreams.consuming = false;
    Peer stalled = open();
    fill(stalled, 2 * Hello.STREAM_WINDOW);
    pair.exchange();
    Peer other = open();
    other.stream.write(bytes("through"));
    pair.exchange();
    assertThat(stalled.stream.isWritable()).isFalse();
    assertThat(far(0).received.size()).isEqualTo(Hello.STREAM_WINDOW);
    assertThat(far(1).text()).isEqualTo("through");
  }

  @Test
  void whatWasConsumedIsCreditedAndTheRestFollows() {
    pair.agentStreams.consuming = false;
    Peer near = open();
    fill(near, 2 * Hello.STREAM_WINDOW);
    pair.exchange();
    far(0).consumeAll();
    pair.exchange();
    assertThat(far(0).received.size()).isEqualTo(2 * Hello.STREAM_WINDOW);
    assertThat(near.events).contains("writable");
    assertThat(near.stream.isWritable()).isTrue();
  }

  @Test
  void resetStreamsGiveTheirCreditBackToTheSession() {
    pair.agentStreams.consuming = false;
    long rounds = 3 * Hello.SESSION_WINDOW / Hello.STREAM_WINDOW;
    for (int i = 0; i < rounds; i++) {
      Peer near = open();
      fill(near, Hello.STREAM_WINDOW);
      pair.exchange();
      assertThat(far(i).received.size()).isEqualTo(Hello.STREAM_WINDOW);
      far(i).stream.reset(ResetCode.CANCELLED);
      far(i).received.reset();
      pair.exchange();
    }
  }

  @Test
  void theSessionsWindowBoundsAllStreamsTogether() {
    pair.agentStreams.consuming = false;
    int streams = (int) (Hello.SESSION_WINDOW / Hello.STREAM_WINDOW);
    for (int i = 0; i < streams; i++) {
      fill(open(), Hello.STREAM_WINDOW);
    }
    pair.exchange();
    Peer starved = open();
    starved.stream.write(bytes("waits"));
    pair.exchange();
    assertThat(far(streams).received.size()).isZero();
    for (int i = 0; i < streams; i++) {
      far(i).consumeAll();
    }
    pair.exchange();
    assertThat(far(streams).text()).isEqualTo("waits");
  }

  @Test
  void aSmallAnswerGoesBeforeBulk() {
    Peer bulk = open();
    pair.exchange();
    pair.agentStreams.consuming = false;
    fill(bulk, Hello.STREAM_WINDOW);
    Peer small = open();
    small.stream.write(bytes("first"));
    int at = flight().toString(StandardCharsets.ISO_8859_1).indexOf("first");
    assertThat(at).isPositive().isLessThan(2 * FairQueue.QUANTUM + 200);
  }

  @Test
  void bulkThatIsOutOfCreditIsNotTakenForSomethingSmallThatOtherBulkMustMakeWayFor() {
    Peer stalled = open();
    Peer bulk = open();
    pair.exchange();
    fill(stalled, Hello.STREAM_WINDOW + 1);
    assertThat(flight().readableBytes()).isGreaterThan(Hello.STREAM_WINDOW);
    fill(bulk, Hello.STREAM_WINDOW);
    assertThat(flight().readableBytes()).isGreaterThan(Hello.STREAM_WINDOW);
  }

  /// What the endpoint sends now, and the agent never gets.
  private ByteBuf flight() {
    pair.runTasks();
    ByteBuf flight = Unpooled.buffer();
    for (ByteBuf part = pair.endpointChannel.readOutbound();
        part != null;
        part = pair.endpointChannel.readOutbound()) {
      flight.writeBytes(part);
      part.release();
    }
    return flight;
  }

  /// As a socket does that drains while it is written to.
  @Test
  void aLinkThatAsksForMoreWhileItIsWrittenToDoesNotTearFrames() {
    Peer one = open();
    Peer other = open();
    pair.exchange();
    pair.endpointChannel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise) {
                ctx.write(frame, promise);
                pair.endpoint().flush();
              }
            });
    for (int i = 0; i < 20; i++) {
      fill(one, 5000);
      fill(other, 5000);
      open();
    }
    pair.exchange();
    assertThat(far(0).received.size()).isEqualTo(100_000);
    assertThat(far(1).received.size()).isEqualTo(100_000);
    assertThat(pair.agent().isOver()).isFalse();
  }

  @Test
  void closingResetsEveryStreamAtBothEnds() {
    Peer near = open();
    pair.exchange();
    pair.endpoint().close();
    pair.exchange();
    assertThat(near.events).containsExactly("confirmed", "reset SESSION_CLOSED");
    assertThat(far(0).events).containsExactly("reset SESSION_CLOSED");
    assertThat(pair.endpoint().closed().isSuccess()).isTrue();
    assertThat(pair.agent().closed().isSuccess()).isTrue();
  }

  @Test
  void aSessionThatEndsWaitsForItsPeerToCloseButNotForLong() {
    pair.endpoint().close();
    assertThat(pair.endpointChannel.isOpen()).isTrue();
    pair.advance(Duration.ofSeconds(2));
    assertThat(pair.endpointChannel.isOpen()).isFalse();
    assertThat(pair.endpoint().closed().isSuccess()).isTrue();
  }

  @Test
  void aStreamThatBothSidesFinishedStillSendsWhatIsQueuedAfterItIsLetGo() {
    Peer near = open();
    pair.exchange();
    far(0).stream.finish();
    pair.exchange();
    near.stream.write(bytes("last words"));
    near.stream.finish();
    near.stream.reset(ResetCode.CANCELLED);
    pair.exchange();
    assertThat(far(0).text()).isEqualTo("last words");
    assertThat(far(0).events).containsExactly("finished");
  }

  @Test
  void aStreamOpenedOnAClosedSessionIsResetAtOnce() {
    pair.endpoint().close();
    assertThat(open().events).containsExactly("reset SESSION_CLOSED");
  }

  @Test
  void aSessionWhosePeerAnswersPingsLives() {
    for (int i = 0; i < 10; i++) {
      pair.advance(Duration.ofSeconds(10));
      pair.exchange();
    }
    assertThat(pair.endpoint().closed().isDone()).isFalse();
  }

  @Test
  void theRoundTripIsMeasured() {
    long[] rtt = {-1};
    TunnelObserver observer =
        new TunnelObserver() {
          @Override
          public void onRoundTrip(long ns) {
            rtt[0] = ns;
          }
        };
    try (SessionPair measured = new SessionPair(agent -> agent, observer)) {
      measured.exchange();
      assertThat(rtt[0]).isZero();
      measured.advance(Duration.ofSeconds(10)); // the next ping is on its way
      measured.advance(Duration.ofMillis(40));
      measured.exchange();
      assertThat(Duration.ofNanos(rtt[0])).isEqualTo(Duration.ofMillis(40));
    }
  }

  @Test
  void noHelloInTimeFails() {
    SessionPair silent = new SessionPair();
    silent.advance(Duration.ofSeconds(16));
    assertThat(silent.endpointEstablished.cause()).hasMessageContaining("no handshake within");
    silent.close();
  }

  @Test
  void anAcceptorThatThrowsEndsTheSessionAndLeaksNothing() {
    pair.close();
    pair =
        new SessionPair(
            agent ->
                stream -> {
                  throw new IllegalStateException("broken");
                },
            TunnelObserver.NONE);
    pair.exchange();
    Peer near = open();
    near.stream.write(bytes("lost"));
    pair.exchange();
    assertThat(near.events).hasSize(1).first().asString().startsWith("reset ");
    assertThat(pair.agent().closed().cause()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPeerThatBreaksTheProtocolIsToldAndLetGo() {
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.dataHeader(out, 99, 0, false));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.open(out, 2, STOCK));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.openOk(out, 1));
    assertBroken(
        ErrorCode.PROTOCOL,
        out -> {
          FrameWriter.open(out, 3, STOCK);
          FrameWriter.open(out, 1, STOCK);
        });
    assertBroken(
        ErrorCode.PROTOCOL,
        out -> {
          FrameWriter.open(out, 1, STOCK);
          FrameWriter.dataHeader(out, 1, 0, true);
          FrameWriter.dataHeader(out, 1, 0, true);
        });
    assertBroken(
        ErrorCode.FLOW_CONTROL,
        out -> {
          FrameWriter.open(out, 1, STOCK);
          FrameWriter.reset(out, 1, ResetCode.CANCELLED, 5);
        });
    assertBroken(
        ErrorCode.PROTOCOL,
        out -> FrameWriter.hello(out, Hello.ours(Role.ENDPOINT, 0, UUID.randomUUID(), 1, 0)));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.pong(out, 5));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.ack(out, 1L << 40));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.stopSending(out, 99, ResetCode.CANCELLED));
    assertBroken(ErrorCode.PROTOCOL, out -> FrameWriter.datagramHeader(out, 99, 0));
    assertBroken(ErrorCode.FRAME_SIZE, out -> FrameWriter.dataHeader(out, 1, 65_537, false));
  }

  @Test
  void aPeerThatSendsWithoutCreditIsLetGo() {
    assertBroken(
        ErrorCode.FLOW_CONTROL,
        out -> {
          FrameWriter.open(out, 1, STOCK);
          for (int sent = 0; sent <= Hello.STREAM_WINDOW; sent += 65_536) {
            FrameWriter.dataHeader(out, 1, 65_536, false);
            out.writeZero(65_536);
          }
        });
  }

  @Test
  void aFrameBeforeHelloIsRefused() {
    try (SessionPair fresh = new SessionPair()) {
      ByteBuf out = Unpooled.buffer();
      FrameWriter.ping(out, 1);
      fresh.agentChannel.writeInbound(out);
      assertThat(fresh.agentEstablished.cause()).isInstanceOf(ProtocolException.class);
      fresh.advance(Duration.ofSeconds(2));
      assertThat(fresh.agentChannel.isOpen()).isFalse();
    }
  }

  @Test
  void anotherVersionIsRefusedInWords() {
    try (SessionPair fresh = new SessionPair()) {
      ByteBuf out = Unpooled.buffer();
      FrameWriter.hello(out, new Hello(7, 65_536, 1, 1, Role.ENDPOINT, 0, UUID.randomUUID(), 1, 0));
      fresh.agentChannel.writeInbound(out);
      assertThat(fresh.agentEstablished.cause()).hasMessage("version: 7 (expected: 1)");
    }
  }

  @Test
  void aPeerThatTakesShorterFramesThanAreSentIsRefused() {
    try (SessionPair fresh = new SessionPair()) {
      ByteBuf out = Unpooled.buffer();
      int tooShort = Hello.LEAST_DATA_LENGTH - 1;
      FrameWriter.hello(
          out, new Hello(1, tooShort, 1, 1, Role.ENDPOINT, 0, UUID.randomUUID(), 1, 0));
      fresh.agentChannel.writeInbound(out);
      assertThat(fresh.agentEstablished.cause()).hasMessageContaining("maxDataLength=32767");
    }
  }

  private static void assertBroken(ErrorCode code, Consumer<ByteBuf> frames) {
    try (SessionPair broken = SessionPair.established()) {
      broken.agentStreams.consuming = false;
      broken.agentStreams.confirming = false; // the endpoint knows nothing of these streams
      ByteBuf out = Unpooled.buffer();
      frames.accept(out);
      EmbeddedChannel agent = broken.agentChannel;
      agent.writeInbound(out);
      broken.exchange();
      assertThat(broken.agent().closed().cause())
          .isInstanceOfSatisfying(
              ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
      assertThat(agent.isOpen()).isFalse();
      assertThat(broken.endpoint().closed().cause())
          .isInstanceOf(ProtocolException.class)
          .hasMessageStartingWith("the other end gave up");
    }
  }

  // ---- the orderly end

  @Test
  void aDrainingSessionLetsStreamsEndAndTakesNoMore() {
    Peer live = open();
    pair.exchange();
    Peer late = open();
    Future<Void> drained = pair.agent().drain();
    pair.exchange();
    assertThat(late.events).containsExactly("reset DRAINING");
    assertThat(pair.endpoint().takesStreams()).isFalse();
    assertThat(open().events).containsExactly("reset DRAINING");
    live.stream.write(bytes("still"));
    pair.exchange();
    assertThat(far(0).text()).isEqualTo("still");
    assertThat(drained.isDone()).isFalse();
    live.stream.finish();
    far(0).stream.finish();
    pair.exchange();
    assertThat(drained.isSuccess()).isTrue();
    assertThat(pair.agentStreams.accepted).hasSize(1);
  }

  @Test
  void aReceiverThatWantsNoMoreEndsThatDirectionAlone() {
    Peer near = open();
    pair.exchange();
    far(0).stream.stopReceiving(ResetCode.CANCELLED);
    far(0).stream.write(bytes("answer"));
    pair.exchange();
    near.stream.write(bytes("not wanted"));
    pair.exchange();
    assertThat(near.text()).isEqualTo("answer");
    assertThat(near.events).containsExactly("confirmed", "stop sending");
    assertThat(far(0).text()).isEmpty();
    assertThat(far(0).events).containsExactly("finished");
    far(0).stream.finish();
    pair.exchange();
    assertThat(near.stream.isClosed()).isTrue();
  }

  @Test
  void aResetMayFollowWhatIsQueued() {
    Peer near = open();
    pair.exchange();
    near.stream.write(bytes("last words"));
    near.stream.resetWhenSent(ResetCode.CONNECTION_RESET);
    pair.exchange();
    assertThat(far(0).text()).isEqualTo("last words");
    assertThat(far(0).events).containsExactly("reset CONNECTION_RESET");
  }

  // ---- datagrams

  @Test
  void datagramsArriveWholeAndTheOldestAreDroppedWhenTooManyWait() {
    Peer near = pair.endpointStreams.open(pair.endpoint(), Destination.udp("dns", 53));
    near.stream.writeDatagram(bytes("query"));
    near.stream.writeDatagram(bytes(""));
    pair.exchangeInPieces(3);
    assertThat(far(0).datagrams).containsExactly("query", "");
    for (int i = 0; i < 400; i++) {
      ByteBuf data = pair.buffer(new byte[1024]);
      data.setInt(0, i);
      near.stream.writeDatagram(data);
    }
    pair.exchange();
    assertThat(far(0).datagrams).hasSize(2 + Datagrams.MOST_BYTES / 1024);
    assertThat(far(0).datagrams.getLast()).startsWith("\0\0\1\u008f");
  }

  @Test
  void datagramsThatTheLineLosesAreNotSentAgain() {
    Peer near = pair.endpointStreams.open(pair.endpoint(), Destination.udp("dns", 53));
    pair.exchange();
    near.stream.writeDatagram(bytes("lost"));
    pair.runTasks();
    pair.cut();
    pair.link();
    near.stream.writeDatagram(bytes("found"));
    pair.exchange();
    assertThat(far(0).datagrams).containsExactly("found");
  }

  @Test
  void streamsThatAreNotReadDoNotStopTheOthers() {
    pair.agentStreams.consuming = false;
    for (int i = 0; i < 150; i++) {
      fill(open(), Hello.STREAM_WINDOW);
    }
    pair.exchange();
    Peer other = open();
    other.stream.write(bytes("through"));
    pair.exchange();
    assertThat(far(150).text()).isEmpty(); // the session's window is used up
    pair.advance(Duration.ofSeconds(1));
    pair.exchange();
    assertThat(far(150).text()).isEqualTo("through");
  }

  private Peer open() {
    return pair.endpointStreams.open(pair.endpoint(), STOCK);
  }

  private Peer far(int index) {
    return pair.agentStreams.accepted.get(index);
  }

  private void fill(Peer peer, int bytes) {
    peer.stream.write(pair.buffer(new byte[bytes]));
  }

  private ByteBuf bytes(String text) {
    return pair.buffer(text.getBytes(StandardCharsets.UTF_8));
  }
}
