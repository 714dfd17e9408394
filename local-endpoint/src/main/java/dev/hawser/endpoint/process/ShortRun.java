package dev.hawser.endpoint.process;

import dev.hawser.tunnel.frame.PeerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A command that says a few lines and ends soon; waits 5 s for it at most.
public record ShortRun(int exitCode, String output, String errors) {
  private static final long LIMIT_SECONDS = 5;

  /// @throws IOException if it cannot be started, or does not end in time
  public static ShortRun of(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("%s: no end after %d s".formatted(command.getFirst(), LIMIT_SECONDS));
      }
      return new ShortRun(
          process.exitValue(),
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + ": interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  public String firstErrorLine() {
    return PeerText.clean(errors.lines().findFirst().orElse("exit code " + exitCode));
  }
}
