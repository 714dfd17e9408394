package dev.hawser.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FailedStreamsTest {
  private final FailedStreams failed = new FailedStreams();

  @Test
  void whatDidNotComeAboutOrWasLostIsRemembered() {
    failed.onStreamClosed(stream(1), Outcome.NOT_REACHED, ResetCode.REFUSED);
    failed.onStreamClosed(stream(3), Outcome.SESSION_CLOSED, ResetCode.LINE_LOST);
    assertThat(failed.last())
        .extracting(FailedStream::code)
        .containsExactly(ResetCode.REFUSED, ResetCode.LINE_LOST);
  }

  @Test
  void orderlyEndsAndCallersThatGaveUpAreNot() {
    failed.onStreamClosed(stream(1), Outcome.COMPLETED, null);
    failed.onStreamClosed(stream(3), Outcome.NOT_REACHED, ResetCode.CONNECTION_RESET);
    failed.onStreamClosed(stream(5), Outcome.RESET, ResetCode.CONNECTION_RESET);
    failed.onStreamClosed(stream(7), Outcome.SESSION_CLOSED, ResetCode.SESSION_CLOSED);
    assertThat(failed.last()).isEmpty();
  }

  @Test
  void theOldestIsForgottenFirst() {
    for (int id = 1; id <= FailedStreams.REMEMBERED + 5; id++) {
      failed.onStreamClosed(stream(id), Outcome.NOT_REACHED, ResetCode.TIMED_OUT);
    }
    assertThat(failed.last())
        .hasSize(FailedStreams.REMEMBERED)
        .extracting(one -> one.stream().id())
        .startsWith(6);
  }

  private static StreamView stream(int id) {
    return new StreamView(
        UUID.randomUUID(),
        id,
        Role.ENDPOINT,
        Destination.tcp("stock", 80),
        StreamView.State.OPENING,
        0,
        0,
        0,
        0,
        Duration.ZERO);
  }
}
