package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.session.Recorder.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final Destination STOCK = Destination.tcp("stock", 80);

  private SessionPair pair = SessionPair.established();

  @AfterEach
  void everyBufferIsReleased() {
    pair.close();
  }

  @Test
  void aStreamGoesOnOverTheNextLinkAndItsEndsNoticeNothing() {
    Peer near = open();
    near.stream.write(bytes("before"));
    pair.exchange();
    pair.cut();
    near.stream.write(bytes(" and after"));
    far().stream.write(bytes("answer"));
    assertThat(near.events).containsExactly("confirmed");

    relink();

    assertThat(far().text()).isEqualTo("before and after");
    assertThat(near.text()).isEqualTo("answer");
    assertThat(near.events).containsExactly("confirmed");
    assertThat(far().events).isEmpty();
  }

  /// Whatever part of what was on its way arrives before the link dies.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 100, 16_384, 16_391, 16_392, 16_393, 40_000, 65_000})
  void bytesArriveOnceAndInOrderWhereverTheLinkWasCut(int arrived) {
    Peer near = open();
    pair.exchange();
    byte[] up = random(100_000);
    byte[] down = random(90_000);
    near.stream.write(pair.buffer(up));
    far().stream.write(pair.bufferWithRoom(down));
    pair.carryToAgent(arrived);
    pair.carryToEndpoint(arrived);
    pair.cut();

    relink();

    near.stream.finish();
    far().stream.finish();
    pair.exchange();
    assertThat(far().received.toByteArray()).isEqualTo(up);
    assertThat(near.received.toByteArray()).isEqualTo(down);
    assertThat(far().events).containsOnly("writable", "finished");
    assertThat(near.stream.isClosed()).isTrue();
  }

  @Test
  void manyCutsInARowLoseNothing() {
    Random random = new Random(5);
    Peer near = open();
    pair.exchange();
    byte[] up = random(3_000_000);
    int written = 0;
    while (written < up.length) {
      int length = Math.min(50_000, up.length - written);
      byte[] part = new byte[length];
      System.arraycopy(up, written, part, 0, length);
      near.stream.write(pair.bufferWithRoom(part));
      written += length;
      pair.carryToAgent(random.nextInt(70_000));
      pair.carryToEndpoint(random.nextInt(20));
      pair.cut();
      pair.link();
      pair.exchangeInPieces(1 + random.nextInt(10_000));
    }
    assertThat(far().received.toByteArray()).isEqualTo(up);
  }

  @Test
  void aLinkThatDiesWhileItSendsAgainIsFollowedByAnother() {
    Peer near = open();
    pair.exchange();
    byte[] up = random(200_000);
    near.stream.write(pair.buffer(up));
    pair.carryToAgent(30_000);
    pair.cut();
    pair.link();
    pair.carryToAgent(Long.MAX_VALUE);
    pair.carryToEndpoint(Long.MAX_VALUE);
    pair.carryToAgent(20_000);
    pair.cut();

    relink();

    assertThat(far().received.toByteArray()).isEqualTo(up);
  }

  @Test
  void streamsOpenedWhileThereIsNoLinkAreOpenedWithTheNext() {
    pair.cut();
    Peer near = open();
    near.stream.write(bytes("patient"));
    assertThat(near.events).isEmpty();

    relink();

    assertThat(far().text()).isEqualTo("patient");
    assertThat(near.events).containsExactly("confirmed");
  }

  @Test
  void creditGivenWhileThereWasNoLinkIsNotLost() {
    pair.agentStreams.consuming = false;
    Peer near = open();
    near.stream.write(pair.buffer(new byte[3 * Hello.STREAM_WINDOW]));
    pair.exchange();
    pair.cut();
    far().consumeAll();

    relink();
    for (int i = 0; i < 5; i++) { // what is acknowledged makes room for more
      pair.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
      pair.exchange();
    }

    assertThat(far().received.size()).isGreaterThanOrEqualTo(2 * Hello.STREAM_WINDOW);
  }

  @Test
  void whatIsAcknowledgedIsNotKept() {
    Peer near = open();
    near.stream.write(pair.buffer(new byte[Hello.STREAM_WINDOW]));
    pair.exchange();
    pair.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
    pair.exchange();
    long[] replayed = {-1};
    TunnelObserver observer =
        new TunnelObserver() {
          @Override
          public void onResumed(long bytes, Duration down) {
            replayed[0] = bytes;
          }
        };
    try (SessionPair watched = new SessionPair(agent -> agent, observer)) {
      watched.exchange();
      Peer one = watched.endpointStreams.open(watched.endpoint(), STOCK);
      one.stream.write(watched.buffer(new byte[Hello.STREAM_WINDOW]));
      watched.exchange();
      watched.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
      watched.exchange();
      watched.cut();
      watched.link();
      watched.exchange();
      assertThat(replayed[0]).isZero();
    }
  }

  @Test
  void whatWaitsToBeSentAgainIsBoundedByThePeersCredit() {
    pair.agentStreams.consuming = false;
    for (int i = 0; i < 300; i++) {
      open().stream.write(pair.buffer(new byte[Hello.STREAM_WINDOW]));
    }
    pair.carryToAgent(0);
    pair.cut();
    long[] replayed = {0};
    pair.endpoint()
        .onLine(
            new LineListener() {
              @Override
              public void onResumed(Duration down) {
                replayed[0]++;
              }
            });
    relink();
    long received = pair.agentStreams.accepted.stream().mapToLong(p -> p.received.size()).sum();
    assertThat(replayed[0]).isEqualTo(1);
    assertThat(received).isEqualTo(Hello.SESSION_WINDOW);
  }

  // ---- which link counts

  @Test
  void aLinkThatTakesOverClosesTheOneBeforeAndNothingOfThatIsReadAnyMore() {
    Peer near = open();
    pair.exchange();
    near.stream.write(bytes("one"));
    pair.runTasks();
    EmbeddedChannel firstEndpoint = pair.endpointChannel;
    EmbeddedChannel firstAgent = pair.agentChannel;

    pair.link();
    pair.exchange();

    assertThat(firstEndpoint.isOpen()).isFalse();
    assertThat(firstAgent.isOpen()).isFalse();
    assertThat(far().text()).isEqualTo("one");
    near.stream.write(bytes(" two"));
    pair.exchange();
    assertThat(far().text()).isEqualTo("one two");
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Up.class);
  }

  /// Make before break: the old link still brings bytes after the endpoint has told what it has.
  @Test
  void whatTheOldLinkBringsWhileTheNewOneIsMadeComesOnce() {
    Peer near = open();
    pair.exchange();
    EmbeddedChannel firstEndpoint = pair.endpointChannel;
    EmbeddedChannel firstAgent = pair.agentChannel;
    byte[] down = random(60_000);
    far().stream.write(pair.buffer(down));
    pair.runTasks();

    pair.link(); // HELLO says: nothing of it has come
    pair.runTasks();
    int early = 0;
    for (ByteBuf late = firstAgent.readOutbound(); late != null; late = firstAgent.readOutbound()) {
      early += late.readableBytes();
      firstEndpoint.writeInbound(late);
    }
    assertThat(early).isPositive();
    assertThat(near.received.size()).isPositive();
    pair.exchange();

    assertThat(near.received.toByteArray()).isEqualTo(down);
  }

  @Test
  void anotherLinkThatDoesNotComeAboutLeavesTheOneThatIsThere() {
    Peer near = open();
    pair.exchange();
    EmbeddedChannel firstEndpoint = pair.endpointChannel;
    EmbeddedChannel firstAgent = pair.agentChannel;
    pair.link();
    pair.cut();
    pair.endpoint().onLinkFailed();
    assertThat(pair.endpointEstablished.isSuccess()).isFalse();

    pair.endpointChannel = firstEndpoint;
    pair.agentChannel = firstAgent;
    near.stream.write(bytes("still here"));
    pair.exchange();

    assertThat(far().text()).isEqualTo("still here");
  }

  @Test
  void anEarlierEpochIsRefused() {
    pair.cut();
    relink();
    Hello late = Hello.ours(Role.ENDPOINT, 0, pair.endpoint().id(), Hello.FIRST_EPOCH + 1, 0);
    assertRefused(late, ErrorCode.STALE_EPOCH);
    assertThat(pair.agent().line()).isInstanceOf(LineState.Up.class);
  }

  @Test
  void aSessionThatTheAgentDoesNotKnowIsNotResumed() {
    assertRefused(
        Hello.ours(Role.ENDPOINT, 0, UUID.randomUUID(), 2, 77), ErrorCode.UNKNOWN_SESSION);
  }

  @Test
  void anOffsetThatWasNeverSentIsRefused() {
    assertRefused(
        Hello.ours(Role.ENDPOINT, 0, pair.endpoint().id(), 5, 1_000_000), ErrorCode.PROTOCOL);
  }

  private void assertRefused(Hello hello, ErrorCode code) {
    pair.link();
    pair.endpointChannel.releaseOutbound();
    ByteBuf out = Unpooled.buffer();
    FrameWriter.hello(out, hello);
    pair.agentChannel.writeInbound(out);
    assertThat(pair.agentEstablished.cause())
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
    pair.exchange();
    assertThat(pair.endpointEstablished.cause()).hasMessageStartingWith("the other end refused");
    assertThat(pair.agentChannel.isOpen()).isFalse();
  }

  // ---- how long

  @Test
  void whenTheGracePeriodIsOverEveryStreamIsResetWithTheReason() {
    Peer near = open();
    pair.exchange();
    pair.cut();
    pair.advance(SessionPair.GRACE.minusSeconds(1));
    assertThat(near.events).containsExactly("confirmed");
    assertThat(pair.endpoint().line())
        .isInstanceOfSatisfying(
            LineState.Down.class,
            down -> assertThat(down.lasting()).isEqualTo(SessionPair.GRACE.minusSeconds(1)));

    pair.advance(Duration.ofSeconds(1));

    assertThat(near.events).containsExactly("confirmed", "reset LINE_LOST");
    assertThat(far().events).containsExactly("reset LINE_LOST");
    assertThat(pair.endpoint().closed().cause())
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("no link within 300 s after the last was lost");
    assertThat(pair.agent().closed().isDone()).isTrue();
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Over.class);
  }

  @Test
  void theGracePeriodBeginsAnewWithEachLoss() {
    for (int i = 0; i < 3; i++) {
      pair.cut();
      pair.advance(SessionPair.GRACE.minusSeconds(1));
      relink();
    }
    assertThat(pair.endpoint().isOver()).isFalse();
    assertThat(pair.agent().isOver()).isFalse();
  }

  @Test
  void closingWhileThereIsNoLinkEndsTheSessionAtOnce() {
    Peer near = open();
    pair.exchange();
    pair.cut();
    pair.endpoint().close();
    assertThat(near.events).containsExactly("confirmed", "reset SESSION_CLOSED");
    assertThat(pair.endpoint().closed().isSuccess()).isTrue();
  }

  @Test
  void theLastWordsComeAfterWhatTheLinkBeforeLost() {
    Peer near = open();
    pair.exchange();
    near.stream.write(pair.buffer(random(300_000)));
    pair.carryToAgent(10);
    pair.cut();
    pair.link();
    pair.carryToAgent(Long.MAX_VALUE);
    pair.carryToEndpoint(Long.MAX_VALUE); // the link stands, the rest is being sent again
    pair.endpoint().close();
    pair.exchange();
    assertThat(pair.agent().closed().isSuccess()).isTrue();
  }

  // ---- how it is noticed

  @Test
  void silenceIsSuspectedAndThenEndsTheLinkButNotTheSession() {
    List<String> news = news();
    Peer near = open();
    pair.exchange();
    for (int second = 0; second < 14; second++) {
      pair.advance(Duration.ofSeconds(1));
    }
    assertThat(news).contains("suspected").doesNotContain("down");
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Suspected.class);
    for (int second = 0; second < 20; second++) {
      pair.advance(Duration.ofSeconds(1));
    }
    assertThat(news).contains("down");
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Down.class);
    assertThat(pair.agent().line()).isInstanceOf(LineState.Down.class);
    assertThat(near.events).containsExactly("confirmed");
  }

  @Test
  void silenceIsSuspectedSoonerWhenSomethingIsNotAcknowledged() {
    List<String> news = news();
    open();
    for (int second = 0; second < 6; second++) {
      pair.advance(Duration.ofSeconds(1));
    }
    assertThat(news).contains("suspected");
  }

  @Test
  void aPeerThatAnswersIsNotSuspected() {
    List<String> news = news();
    open();
    for (int second = 0; second < 60; second++) {
      pair.advance(Duration.ofSeconds(1));
      pair.exchange();
    }
    assertThat(news).isEmpty();
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Up.class);
  }

  @Test
  void aMachineThatSleptSuspectsItsLinkAtOnce() {
    List<String> news = news();
    pair.advance(Duration.ofSeconds(1));
    pair.exchange();
    pair.sleep(Duration.ofHours(1));
    pair.advance(Duration.ofSeconds(1));
    assertThat(news).containsExactly("suspected");
  }

  private List<String> news() {
    List<String> news = new ArrayList<>();
    pair.endpoint()
        .onLine(
            new LineListener() {
              @Override
              public void onSuspected() {
                news.add("suspected");
              }

              @Override
              public void onDown(TransportException cause) {
                news.add("down");
              }
            });
    return news;
  }

  // ----

  private void relink() {
    pair.link();
    pair.exchange();
    assertThat(pair.endpointEstablished.isSuccess()).isTrue();
  }

  private Peer open() {
    return pair.endpointStreams.open(pair.endpoint(), STOCK);
  }

  private Peer far() {
    return pair.agentStreams.accepted.getFirst();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private ByteBuf bytes(String text) {
    return pair.buffer(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
