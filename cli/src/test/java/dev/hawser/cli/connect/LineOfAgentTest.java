package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.TransportException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineOfAgentTest {
  private final AtomicInteger told = new AtomicInteger();
  private final AtomicBoolean runs = new AtomicBoolean(true);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final LineOfAgent line =
      new LineOfAgent(
          new LineListener() {
            @Override
            public void onDown(TransportException cause) {
              told.incrementAndGet();
            }
          },
          runs::get,
          ended::countDown);

  @Test
  void aLineThatBreaksWhileItsAgentRunsWaitsForTheNextLink() {
    line.onDown(new TransportException("cut"));

    assertThat(told).hasValue(1);
    assertThat(ended.getCount()).isOne();
  }

  @Test
  void aLineThatBreaksAfterItsAgentHasEndedIsOver() throws InterruptedException {
    runs.set(false);

    line.onDown(new TransportException("cut"));

    assertThat(told).hasValue(1);
    assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
