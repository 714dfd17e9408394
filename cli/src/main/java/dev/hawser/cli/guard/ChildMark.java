package dev.hawser.cli.guard;

import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Which process is the session's command. Its number alone would not do: numbers come again.
final class ChildMark {
  private static final String FILE = "child";

  private ChildMark() {}

  static void write(Path directory, ProcessHandle child) throws IOException {
    String mark = child.pid() + " " + startOf(child);
    PrivateFiles.replace(directory.resolve(FILE), mark.getBytes(StandardCharsets.UTF_8));
  }

  /// Empty if there was none, or it has ended.
  static Optional<ProcessHandle> find(Path directory) {
    try {
      String[] words = Files.readString(directory.resolve(FILE)).split(" ", 2);
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(process -> startOf(process).equals(words[1]));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
