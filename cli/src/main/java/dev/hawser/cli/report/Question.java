package dev.hawser.cli.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A session's process being asked how the session is.
///
/// @param answer fails with a [java.net.ConnectException] if there is no such process any more,
///     with a [java.util.concurrent.TimeoutException] if it says nothing
record Question(Path socket, CompletableFuture<Diagnosis> answer) {
  private static final int MAX_BYTES = 1 << 20;

  static Question ask(Path socket, Duration limit) {
    CompletableFuture<Diagnosis> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("asking")
        .start(
            () -> {
              try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                answer.whenComplete((report, failure) -> close(channel)); // ends the waiting
                channel.connect(UnixDomainSocketAddress.of(socket));
                answer.complete(read(channel));
              } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return new Question(socket, answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static Diagnosis read(SocketChannel channel) throws IOException {
    InputStream stream = Channels.newInputStream(channel);
    return new JsonMapper().readValue(stream.readNBytes(MAX_BYTES), Diagnosis.class);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it was of no use either way
    }
  }

  long pid() {
    return ReportSocket.pid(socket);
  }
}
