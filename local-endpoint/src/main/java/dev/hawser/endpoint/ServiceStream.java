package dev.hawser.endpoint;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.ServiceRequest;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.session.TunnelSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads what an agent serves itself, within a limit.
final class ServiceStream {
  private ServiceStream() {}

  /// Makes something of the stream's bytes.
  @FunctionalInterface
  interface Reading<T> {
    T read(InputStream input) throws IOException;
  }

  /// Blocks, so not on the event loop. The reading has ended when this returns or throws.
  static <T> T read(
      TunnelSession session,
      AgentService service,
      ServiceRequest request,
      Duration limit,
      Reading<T> reading)
      throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .name("hawser-" + service.destination())
            .start(() -> complete(result, session, service, request, reading));
    try {
      return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (TimeoutException e) {
      stop(reader);
      throw new IOException("not complete after %d ms".formatted(limit.toMillis()), e);
    } catch (InterruptedException e) {
      stop(reader);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static <T> void complete(
      CompletableFuture<T> result,
      TunnelSession session,
      AgentService service,
      ServiceRequest request,
      Reading<T> reading) {
    try (BlockingStream stream =
        BlockingStream.open(session, Destination.service(service.destination()))) {
      request.writeTo(stream.output());
      result.complete(reading.read(stream.input()));
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private static void stop(Thread reader) {
    reader.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      reader.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
