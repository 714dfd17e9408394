package dev.hawser.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BlockingStreamTest {
  private static final Destination ECHO = Destination.service("echo");

  @Test
  void readsWhatTheFarEndWrites() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(5).nextBytes(sent);
    try (LoopbackTunnel tunnel = echoing();
        BlockingStream stream = BlockingStream.open(tunnel.endpoint(), ECHO)) {
      Thread.startVirtualThread(
          () -> {
            try (var out = stream.output()) {
              out.write(sent);
            } catch (IOException e) {
              stream.close();
            }
          });
      assertThat(stream.input().readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void aResetFailsTheReaderWithItsCode() throws Exception {
    try (LoopbackTunnel tunnel =
            LoopbackTunnel.serving(stream -> stream.reset(ResetCode.UNSUPPORTED));
        BlockingStream stream = BlockingStream.open(tunnel.endpoint(), ECHO)) {
      assertThatThrownBy(() -> stream.input().read())
          .isInstanceOf(IOException.class)
          .hasMessage("the stream was reset: UNSUPPORTED");
    }
  }

  @Test
  void aWriterWaitsForItsReader() throws Exception {
    CompletableFuture<BlockingStream> accepted = new CompletableFuture<>();
    try (LoopbackTunnel tunnel =
            LoopbackTunnel.serving(stream -> accepted.complete(BlockingStream.attach(stream)));
        BlockingStream stream = BlockingStream.open(tunnel.endpoint(), ECHO)) {
      CompletableFuture<Void> written = new CompletableFuture<>();
      Thread.startVirtualThread(
          () -> {
            try (var out = stream.output()) {
              for (int i = 0; i < 64; i++) {
                out.write(new byte[64 * 1024]);
              }
              written.complete(null);
            } catch (IOException e) {
              written.completeExceptionally(e);
            }
          });
      BlockingStream far = accepted.get();
      assertThat(far.input().read()).isZero();
      assertThat(written).isNotDone();
      assertThat(far.input().readAllBytes()).hasSize(64 * 64 * 1024 - 1);
      written.get();
    }
  }

  @Test
  void closingLetsTheFarEndKnow() throws Exception {
    CompletableFuture<BlockingStream> accepted = new CompletableFuture<>();
    try (LoopbackTunnel tunnel =
        LoopbackTunnel.serving(stream -> accepted.complete(BlockingStream.attach(stream)))) {
      BlockingStream stream = BlockingStream.open(tunnel.endpoint(), ECHO);
      stream.output().write("x".getBytes(StandardCharsets.UTF_8));
      assertThat(accepted.get().input().read()).isEqualTo('x');
      stream.close();
      assertThatThrownBy(() -> accepted.get().input().read())
          .isInstanceOf(IOException.class)
          .hasMessage("the stream was reset: CANCELLED");
      assertThatThrownBy(() -> stream.output().write(1)).isInstanceOf(IOException.class);
    }
  }

  private static LoopbackTunnel echoing() throws Exception {
    return LoopbackTunnel.serving(
        stream -> {
          BlockingStream echo = BlockingStream.attach(stream);
          Thread.startVirtualThread(
              () -> {
                try (var out = echo.output()) {
                  echo.input().transferTo(out);
                } catch (IOException e) {
                  echo.close();
                }
              });
        });
  }
}
