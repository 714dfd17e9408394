package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.LiveStreams;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.metrics.StreamView.State;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.session.Recorder.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What can be seen of streams while they live, and what is told of them when they end.
class LiveStreamsTest {
  private static final Destination STOCK = Destination.tcp("stock", 80);

  private final List<String> ends = new ArrayList<>();
  private final SessionPair pair =
      new SessionPair(
          agent -> agent,
          new TunnelObserver() {
            @Override
            public void onStreamClosed(
                StreamView stream, Outcome outcome, @Nullable ResetCode code) {
              ends.add(
                  "%s %s %s, %d and %d bytes"
                      .formatted(
                          stream.name().equals(pair.endpoint().name() + "/" + stream.id()),
                          outcome,
                          code,
                          stream.sent(),
                          stream.received()));
            }
          });

  @AfterEach
  void everyBufferIsReleased() {
    pair.close();
  }

  @Test
  void aStreamHasTheSameNameAtBothEnds() {
    open();
    StreamView near = pair.endpoint().streams(10).views().getFirst();
    StreamView far = pair.agent().streams(10).views().getFirst();
    assertThat(near.name()).isEqualTo(far.name()).matches("[0-9a-f]{8}/1");
    assertThat(near.opener()).isEqualTo(far.opener()).isEqualTo(Role.ENDPOINT);
  }

  @Test
  void itsBytesAndItsAgeAreThoseOfTheMoment() {
    Peer near = open();
    pair.agentStreams.consuming = false;
    near.stream.write(pair.buffer(new byte[30]));
    pair.exchange();
    pair.agentStreams.only().stream.write(pair.buffer(new byte[4]));
    pair.exchange();
    pair.advance(Duration.ofSeconds(3));
    assertThat(pair.endpoint().streams(10).views().getFirst())
        .extracting(StreamView::sent, StreamView::received, StreamView::age)
        .containsExactly(30L, 4L, Duration.ofSeconds(3));
    assertThat(pair.agent().streams(10).views().getFirst())
        .extracting(StreamView::sent, StreamView::received, StreamView::unconsumed)
        .containsExactly(4L, 30L, 30L);
    pair.agentStreams.only().consumeAll();
  }

  @Test
  void itsStateSaysHowFarItHasCome() {
    pair.agentStreams.confirming = false;
    Peer near = open();
    assertThat(state()).isEqualTo(State.OPENING);
    pair.agentStreams.only().stream.confirm();
    pair.exchange();
    assertThat(state()).isEqualTo(State.OPEN);
    near.stream.finish();
    pair.exchange();
    assertThat(state()).isEqualTo(State.FINISHED_HERE);
    assertThat(pair.agent().streams(1).views().getFirst().state()).isEqualTo(State.FINISHED_THERE);
    pair.agentStreams.only().stream.finish();
    pair.exchange();
    assertThat(pair.endpoint().streams(10)).isEqualTo(new LiveStreams(0, List.of()));
    assertThat(ends).containsExactly("true COMPLETED null, 0 and 0 bytes");
  }

  @Test
  void theEndOfAStreamIsToldWithTheCodeThatResetIt() {
    open();
    pair.agentStreams.only().stream.write(pair.buffer(new byte[5]));
    pair.exchange();
    pair.agentStreams.only().stream.reset(ResetCode.CONNECTION_RESET);
    pair.exchange();
    assertThat(ends).containsExactly("true RESET CONNECTION_RESET, 0 and 5 bytes");
  }

  @Test
  void ofManyStreamsAllAreCountedAndNoMoreLookedAtThanWanted() {
    for (int i = 0; i < 5; i++) {
      open();
    }
    LiveStreams seen = pair.endpoint().streams(2);
    assertThat(seen.count()).isEqualTo(5);
    assertThat(seen.views()).hasSize(2);
  }

  private State state() {
    return pair.endpoint().streams(10).views().getFirst().state();
  }

  private Peer open() {
    pair.exchange();
    Peer near = pair.endpointStreams.open(pair.endpoint(), STOCK);
    pair.exchange();
    return near;
  }
}
