package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.Recorder.Peer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ends, of streams and of sessions, that meet other events.
class StreamEndsTest {
  private final SessionPair pair = SessionPair.established();
  private final Peer near =
      pair.endpointStreams.open(pair.endpoint(), Destination.tcp("stock", 80));

  @AfterEach
  void everyBufferIsReleased() {
    pair.close();
  }

  @Test
  void anEndThatWaitedForCreditIsSentWhenThePeerStopsTheStream() {
    pair.agentStreams.consuming = false;
    near.stream.write(pair.buffer(new byte[2 * Hello.STREAM_WINDOW]));
    near.stream.finish();
    pair.exchange();
    far().stream.stopReceiving(ResetCode.CANCELLED);
    pair.exchange();
    assertThat(far().events).containsExactly("finished");
  }

  @Test
  void aStreamThatWasResetWhileItsQueueWasFullIsNotToldThatItIsWritable() {
    pair.exchange();
    near.stream.write(pair.buffer(new byte[100_000]));
    assertThat(near.stream.isWritable()).isFalse();
    near.stream.reset(ResetCode.CANCELLED);
    pair.exchange();
    assertThat(near.events).containsExactly("confirmed");
  }

  @Test
  void creditThatIsOfNoUseAnyMoreHoldsNoMemory() {
    pair.exchange();
    acknowledgeAll();
    far().stream.write(pair.buffer(new byte[150_000]));
    far().stream.finish();
    pair.exchange();
    acknowledgeAll();
    assertThat(pair.memory()).isZero();
  }

  @Test
  void aLinkThatComesAboutAfterTheSessionsEndIsRefused() {
    EmbeddedChannel first = pair.endpointChannel;
    pair.link();
    pair.endpoint().close();
    pair.exchange();
    pair.advance(Duration.ofSeconds(2));
    first.runScheduledPendingTasks();
    assertThat(pair.endpointEstablished.cause()).hasMessage("the session is over");
    assertThat(pair.endpoint().closed().isDone()).isTrue();
    assertThat(pair.endpointChannel.isOpen()).isFalse();
  }

  private void acknowledgeAll() {
    pair.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
    pair.exchange();
  }

  private Peer far() {
    return pair.agentStreams.only();
  }
}
