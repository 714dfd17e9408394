package dev.hawser.cli.connect;

import dev.hawser.cli.console.LogSetup;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The copy of an agent's log beside this process's own: the newest part of it, in a file and one
/// that is older. Used by one thread at a time.
final class AgentLogFile {
  static final long MAX_BYTES = 4 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(AgentLogFile.class);

  private final Path file;
  private long bytes;
  private boolean failed;

  /// Goes on where a container before, in the same pod, stopped.
  AgentLogFile(Path file) {
    this.file = file;
    this.bytes = file.toFile().length();
  }

  static AgentLogFile of(String pod) {
    return new AgentLogFile(path(pod));
  }

  /// Where the copy of this pod's is, or would be.
  static Path path(String pod) {
    return LogSetup.beside("-" + pod + ".log");
  }

  /// Appends a line. A disk that takes none is told of once, and ends the copying.
  void write(String line) {
    if (failed) {
      return;
    }
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      if (bytes + text.length > MAX_BYTES) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".1"),
            StandardCopyOption.REPLACE_EXISTING);
        bytes = 0;
      }
      if (bytes == 0) {
        PrivateFiles.replace(file, text);
      } else {
        Files.write(file, text, StandardOpenOption.APPEND);
      }
      bytes += text.length;
    } catch (IOException e) {
      failed = true;
      LOG.warn("an agent's log is not copied any more", e);
    }
  }
}
