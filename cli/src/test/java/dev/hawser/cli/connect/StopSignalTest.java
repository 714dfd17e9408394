package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.process.ProcessSignal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// With real signals to this process.
@Timeout(20)
class StopSignalTest {
  @Test
  void theFirstSignalAsksAndTheSecondForces() throws Exception {
    CountDownLatch forced = new CountDownLatch(1);
    try (StopSignal stop = new StopSignal()) {
      stop.arm(forced::countDown);
      raise("HUP");
      assertThat(stop.asked().toCompletableFuture().get()).isEqualTo(ProcessSignal.HUP);
      assertThat(forced.getCount()).isEqualTo(1);
      raise("HUP");
      assertThat(forced.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stop.received()).contains(ProcessSignal.HUP);
    }
  }

  @Test
  void whatEndsFirstIsTold() throws Exception {
    try (StopSignal stop = new StopSignal()) {
      stop.arm(() -> {});
      assertThat(stop.awaitUnlessAsked(CompletableFuture.completedFuture(null))).isTrue();
      raise("HUP");
      assertThat(stop.awaitUnlessAsked(new CompletableFuture<>())).isFalse();
    }
  }

  @Test
  void whatFailsIsThrownAsItIs() {
    try (StopSignal stop = new StopSignal()) {
      stop.arm(() -> {});
      IllegalStateException failure = new IllegalStateException("broken");
      assertThatThrownBy(() -> stop.awaitUnlessAsked(CompletableFuture.failedFuture(failure)))
          .isSameAs(failure);
    }
  }

  private static void raise(String signal) throws IOException, InterruptedException {
    String pid = String.valueOf(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-s", signal, pid).start().waitFor()).isZero();
  }
}
