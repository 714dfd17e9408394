package dev.hawser.cli.demo;

import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a demo has started, ended in the opposite order, however the demo ends; and its directory.
/// Any thread may close it, and only the first time counts.
final class DemoProcesses implements AutoCloseable {
  /// One of them. Closing waits for its end.
  interface Ending extends AutoCloseable {
    @Override
    void close();
  }

  private final Deque<Ending> started = new ArrayDeque<>();

  synchronized Path makeDirectory() throws IOException {
    Path directory = PrivateFiles.makeTemporaryDirectory();
    started.push(() -> delete(directory));
    return directory;
  }

  synchronized <T extends Ending> T add(T process) {
    started.push(process);
    return process;
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private static void delete(Path directory) {
    try {
      PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
