package dev.hawser.sandbox.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A container's log on its way to a client, on a virtual thread.
///
/// @param tailLines how many of the last lines to begin with; negative for all
/// @param growing whether more may come; false for what is there only
record LogStream(Path file, int tailLines, BooleanSupplier growing) {
  private static final int READ_BYTES = 32 * 1024;
  private static final int POLL_MILLIS = 50;

  void run(HttpServerResponse response) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(start(log));
      byte[] buffer = new byte[READ_BYTES];
      while (!response.closed()) {
        boolean mayGrow = growing.getAsBoolean(); // asked before reading, not to lose the last line
        int count = log.read(buffer);
        if (count > 0) {
          Buffer part = Buffer.buffer(count).appendBytes(buffer, 0, count);
          response.write(part).toCompletionStage().toCompletableFuture().join();
        } else if (mayGrow) {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } else {
          break;
        }
      }
      response.end();
    } catch (IOException | CompletionException | IllegalStateException gone) {
      response.reset();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private long start(RandomAccessFile log) throws IOException {
    if (tailLines < 0) {
      return 0;
    }
    int lines = 0;
    for (long at = log.length() - 1; at > 0; at--) {
      log.seek(at - 1);
      if (log.read() == '\n' && ++lines == tailLines) {
        return at;
      }
    }
    return tailLines == 0 ? log.length() : 0;
  }
}
