package dev.hawser.tunnel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLogTest {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
  private final StreamLog log = new StreamLog(lines::add, writer);
  private final StreamView stream = Views.opened(Role.AGENT, Destination.tcp("", 80));

  @AfterEach
  void endWriter() {
    writer.shutdownNow();
  }

  @Test
  void openingAndEndOfAStreamAreOneLineEachByItsName() {
    Destination stock = Destination.tcp("stock.shop", 80);
    log.onStreamOpened(Views.opened(Role.ENDPOINT, stock));
    log.onStreamClosed(
        Views.of(Role.ENDPOINT, stock, 120, 4031, Duration.ofMillis(70)), Outcome.COMPLETED, null);
    log.close();
    assertThat(lines)
        .containsExactly(
            "stream 3f2a9c1e/17 opened: outbound to stock.shop:80",
            "stream 3f2a9c1e/17 completed after 0.070 s: outbound to stock.shop:80,"
                + " sent 120 bytes, received 4031");
  }

  @Test
  void aStreamThatWasResetSaysWhy() {
    log.onStreamClosed(
        Views.opened(Role.AGENT, Destination.tcp("", 8080)),
        Outcome.NOT_REACHED,
        ResetCode.REFUSED);
    log.close();
    assertThat(lines.getFirst())
        .startsWith("stream 3f2a9c1e/17 not reached (refused) after 0.000 s: inbound to port 8080");
  }

  @Test
  void whatThePeerNamedMakesNoLineOfItsOwn() {
    log.onStreamOpened(Views.opened(Role.ENDPOINT, Destination.tcp("a\nstream 1/1 opened", 80)));
    log.close();
    assertThat(lines.getFirst()).doesNotContain("\n");
  }

  @Test
  void linesAreWrittenWithoutWaitingForTheEnd() {
    log.onStreamOpened(Views.opened(Role.AGENT, Destination.udp("dns", 53)));
    await().atMost(Duration.ofSeconds(20)).until(() -> lines.size() == 1);
    log.onStreamOpened(Views.opened(Role.AGENT, Destination.service("volumes")));
    await().atMost(Duration.ofSeconds(20)).until(() -> lines.size() == 2);
    assertThat(lines)
        .containsExactly(
            "stream 3f2a9c1e/17 opened: inbound to dns:53 (UDP)",
            "stream 3f2a9c1e/17 opened: inbound to the agent's volumes");
  }

  @Test
  void ofWhatComesFasterThanLinesAreReadTheRestIsCounted() {
    whileTheWriterIsStuck(
        () -> {
          for (int i = 0; i < StreamLog.MAX_ORDINARY; i++) {
            log.onStreamOpened(stream);
            log.onStreamClosed(stream, Outcome.COMPLETED, null);
          }
        });
    assertThat(lines).hasSize(StreamLog.MAX_ORDINARY + 1);
    assertThat(lines.getLast()).startsWith(StreamLog.MAX_ORDINARY + " more ");
  }

  @Test
  void whatFailsAmongThemIsLogged() {
    whileTheWriterIsStuck(
        () -> {
          for (int i = 0; i < StreamLog.MAX_ORDINARY; i++) {
            log.onStreamOpened(stream);
          }
          log.onStreamClosed(stream, Outcome.RESET, ResetCode.CONNECTION_RESET);
        });
    assertThat(lines.getLast()).contains("reset (connection reset)");
  }

  @Test
  void aWriterThatIsStuckHoldsUpNobodyAndKeepsABoundedNumber() {
    whileTheWriterIsStuck(
        () -> {
          for (int i = 0; i < StreamLog.MAX_WAITING + 3; i++) {
            log.onStreamClosed(stream, Outcome.NOT_REACHED, ResetCode.REFUSED);
          }
        });
    assertThat(lines).hasSize(StreamLog.MAX_WAITING + 1);
    assertThat(lines.getLast()).startsWith("3 more ");
  }

  private void whileTheWriterIsStuck(Runnable action) {
    CountDownLatch stuck = new CountDownLatch(1);
    writer.execute(() -> awaitUninterrupted(stuck));
    action.run();
    stuck.countDown();
    log.close();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
