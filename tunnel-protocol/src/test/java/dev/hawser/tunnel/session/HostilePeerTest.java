package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameHeader;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.session.Recorder.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a peer that is hostile or broken may cost an agent (the endpoint is the same code).
class HostilePeerTest {
  private static final Destination STOCK = Destination.tcp("stock", 80);
  private static final int KIB = 1024;
  private static final int MIB = 1024 * KIB;

  private final ScriptedPeer peer = ScriptedPeer.greeted(Role.AGENT);

  @AfterEach
  void everythingIsReleased() {
    peer.close();
  }

  // ---- budgets

  @ParameterizedTest
  @EnumSource
  void aBudgetIsKeptToAndRefilledAndThenEndsTheSession(Allowance allowance) {
    peer.say(out -> FrameWriter.open(out, 1, STOCK));
    repeat(allowance.burst(), frameOf(allowance));
    assertThat(peer.session().isOver()).as("after the burst").isFalse();
    peer.advance(Duration.ofSeconds(1));
    repeat(allowance.perSecond(), frameOf(allowance));
    assertThat(peer.session().isOver()).as("a second later").isFalse();
    repeat(1, frameOf(allowance));
    assertFault(ErrorCode.FLOODED);
  }

  private static Consumer<ByteBuf> frameOf(Allowance allowance) {
    return switch (allowance) {
      case RESETS -> out -> FrameWriter.stopSending(out, 1, ResetCode.CANCELLED);
      case UPDATES -> out -> FrameWriter.credit(out, 0, 1);
      case PINGS -> out -> FrameWriter.ping(out, 1);
      case EMPTY_FRAMES -> out -> FrameWriter.dataHeader(out, 1, 0, false);
    };
  }

  @Test
  void resetsAndAcknowledgementsAreCountedWithTheirKind() {
    peer.say(out -> FrameWriter.open(out, 1, STOCK));
    repeat(Allowance.UPDATES.burst(), out -> FrameWriter.ack(out, 0));
    repeat(Allowance.RESETS.burst(), out -> FrameWriter.reset(out, 1, ResetCode.CANCELLED, 0));
    assertThat(peer.session().isOver()).isFalse();
    repeat(1, out -> FrameWriter.reset(out, 1, ResetCode.CANCELLED, 0));
    assertFault(ErrorCode.FLOODED);
  }

  @Test
  void streamsThatAreNotConfirmedAreLimitedAndTheSessionLives() {
    peer.streams.confirming = false;
    open(Allowance.MAX_UNCONFIRMED + 5);
    assertThat(peer.streams.accepted).hasSize(Allowance.MAX_UNCONFIRMED);
    assertThat(peer.session().isOver()).isFalse();
    peer.streams.accepted.getFirst().stream.confirm();
    int next = 2 * (Allowance.MAX_UNCONFIRMED + 5) + 1;
    peer.say(out -> FrameWriter.open(out, next, STOCK));
    assertThat(peer.streams.accepted).hasSize(Allowance.MAX_UNCONFIRMED + 1);
  }

  @Test
  void streamsAreLimitedAndTheSessionLives() {
    open(Allowance.MAX_STREAMS + 5);
    assertThat(peer.streams.accepted).hasSize(Allowance.MAX_STREAMS);
    assertThat(peer.session().isOver()).isFalse();
  }

  @Test
  void aPeerThatOpensWithoutEndAndTakesNoAnswersIsLetGo() {
    open(Allowance.MAX_STREAMS);
    for (int i = 0; i < 100 && !peer.session().isOver(); i++) {
      open(10_000);
      assertThat(peer.memory()).isLessThan(2 * ControlFrames.MOST_BYTES + MIB);
    }
    assertFault(ErrorCode.FLOODED);
  }

  @Test
  void aHelloThatComesByteByByteDoesNotHoldTheLinkOpen() {
    ScriptedPeer.Link slow = peer.link();
    ByteBuf hello = Unpooled.buffer();
    FrameWriter.hello(hello, Hello.ours(Role.ENDPOINT, 0, peer.id, 2, 0));
    for (int second = 0; second < 15; second++) {
      peer.say(slow, hello.readBytes(1));
      assertThat(slow.channel().isOpen()).isTrue();
      peer.advance(Duration.ofSeconds(1));
    }
    assertThat(slow.channel().isOpen()).isFalse();
    assertThat(peer.session().isOver()).isFalse();
  }

  // ---- memory, while the peer takes nothing

  @Test
  void pingsThatCannotBeAnsweredTakeNoRoom() {
    for (int second = 0; second < 600; second++) {
      for (int i = 0; i < Allowance.PINGS.perSecond(); i++) {
        peer.say(out -> FrameWriter.ping(out, 1));
      }
      peer.advance(Duration.ofSeconds(1));
    }
    assertThat(peer.session().isOver()).isFalse();
    assertThat(peer.memory()).isLessThan(8 * MIB); // what a link queues before it takes no more
  }

  @Test
  void creditWithoutEndForAPeerThatAcknowledgesNothingIsNotUsedWithoutEnd() {
    Peer far = openOne();
    peer.say(
        out -> {
          FrameWriter.credit(out, 0, Long.MAX_VALUE);
          FrameWriter.credit(out, 1, Long.MAX_VALUE);
        });
    long heard = writeAndListen(far, 150 * MIB);
    assertThat(heard).isBetween(ReplayBuffer.MOST_BYTES - MIB, ReplayBuffer.MOST_BYTES + MIB);
    assertThat(peer.memory()).isLessThan(ReplayBuffer.MOST_BYTES + MIB);

    peer.say(out -> FrameWriter.ack(out, ReplayBuffer.MOST_BYTES / 2));
    assertThat(peer.listen()).isPositive();
    assertThat(peer.memory()).isLessThan(ReplayBuffer.MOST_BYTES + MIB);
  }

  /// Writes as a socket does that has always more: while the stream takes it.
  private long writeAndListen(Peer far, long most) {
    long heard = 0;
    for (long written = 0; written < most && far.stream.isWritable(); written += 16 * KIB) {
      far.stream.write(peer.buffer(16 * KIB).writeZero(16 * KIB));
      heard += peer.listen();
    }
    return heard;
  }

  @Test
  void smallFramesThatAreNotAcknowledgedDoNotKeepLargeBuffers() {
    Peer far = openOne();
    for (int i = 0; i < 1_000; i++) {
      far.stream.write(peer.buffer(64 * KIB).writeZero(8).skipBytes(8).writeByte('x'));
      peer.listen();
    }
    assertThat(peer.memory()).isLessThan(64 * KIB);
  }

  @Test
  void datagramsThatThePeerDoesNotTakeAreDropped() {
    Peer far = openOne();
    for (int i = 0; i < 10_000; i++) {
      far.stream.writeDatagram(peer.buffer(KIB).writeZero(KIB));
    }
    assertThat(peer.memory()).isLessThan(Datagrams.MOST_BYTES + 256 * KIB);
  }

  @Test
  void datagramsThatNobodyWantsTakeNoRoom() {
    openOne();
    long before = peer.memory();
    repeat(
        10_000,
        out -> {
          FrameWriter.datagramHeader(out, 1, 100);
          out.writeZero(100);
        });
    assertThat(peer.memory()).isEqualTo(before);
  }

  @Test
  void dataForAStreamThatWasResetTakesNoRoomAndIsCredited() {
    peer.streams.consuming = false;
    openOne().stream.reset(ResetCode.CANCELLED);
    peer.listen();
    long before = peer.memory();
    int frames = (int) (Hello.SESSION_WINDOW / Hello.MAX_DATA_LENGTH);
    for (int round = 0; round < 3; round++) { // more than the session's window without credit
      repeat(frames, HostilePeerTest::fullData);
      assertThat(peer.listen()).isPositive();
    }
    assertThat(peer.session().isOver()).isFalse();
    assertThat(peer.memory()).isLessThan(before + KIB);
  }

  @Test
  void aPeerThatGoesOnSendingAfterItWasToldToStopIsHeldByTheWindow() {
    peer.streams.consuming = false;
    openOne().stream.stopReceiving(ResetCode.CANCELLED);
    repeat(Hello.STREAM_WINDOW / Hello.MAX_DATA_LENGTH, HostilePeerTest::fullData);
    assertThat(peer.session().isOver()).isFalse();
    repeat(1, HostilePeerTest::fullData);
    assertFault(ErrorCode.FLOW_CONTROL);
  }

  private static void fullData(ByteBuf out) {
    FrameWriter.dataHeader(out, 1, Hello.MAX_DATA_LENGTH, false);
    out.writeZero(Hello.MAX_DATA_LENGTH);
  }

  @Test
  void connectionsThatComeWhileThereIsNoLineEndInRefusalsNotInTheSessionsEnd() {
    peer.current().channel().close();
    int most = ControlFrames.MOST_BYTES / (2 * FrameHeader.BYTES);
    Peer last = peer.streams.open(peer.session(), STOCK);
    for (int i = 0; i < most && last.events.isEmpty(); i++) {
      last.stream.reset(ResetCode.CANCELLED);
      last = peer.streams.open(peer.session(), STOCK);
    }
    assertThat(last.events).containsExactly("reset TOO_MANY");
    assertThat(peer.session().isOver()).isFalse();
  }

  // ---- what makes no sense

  @Test
  void drainTwiceIsAFault() {
    peer.say(out -> FrameWriter.drain(out, 0));
    assertThat(peer.session().isOver()).isFalse();
    peer.say(out -> FrameWriter.drain(out, 0));
    assertFault(ErrorCode.PROTOCOL);
  }

  @Test
  void nothingIsReadThatComesAfterTheEnd() {
    peer.say(
        out -> {
          FrameWriter.goaway(out, ErrorCode.NONE, "");
          FrameWriter.open(out, 1, STOCK);
          FrameWriter.dataHeader(out, 1, 3, false);
          out.writeZero(3);
        });
    assertThat(peer.session().isOver()).isTrue();
    assertThat(peer.streams.accepted).isEmpty();
  }

  @Test
  void aLinkThatIsRefusedDoesNotStopAcknowledgementsOnTheOneThatStands() {
    ScriptedPeer.Link standing = peer.current();
    peer.link();
    peer.greet(1_000_000); // so much was never sent
    assertThat(peer.current().established().cause()).isInstanceOf(ProtocolException.class);
    peer.listen();
    ByteBuf open = Unpooled.buffer();
    FrameWriter.open(open, 1, STOCK);
    peer.say(standing, open);
    peer.listen();
    peer.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
    assertThat(peer.listen()).isEqualTo(FrameHeader.BYTES + Long.BYTES);
  }

  // ----

  private Peer openOne() {
    peer.say(out -> FrameWriter.open(out, 1, STOCK));
    peer.listen();
    return peer.streams.only();
  }

  private int opened;

  private void open(int count) {
    repeat(count, out -> FrameWriter.open(out, 2 * opened++ + 1, STOCK));
  }

  private void repeat(int times, Consumer<ByteBuf> frame) {
    peer.say(
        out -> {
          for (int i = 0; i < times; i++) {
            frame.accept(out);
          }
        });
  }

  private void assertFault(ErrorCode code) {
    assertThat(peer.fault())
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
