package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLogFileTest {
  private final Path file;
  private final Path older;
  private final AgentLogFile log;

  AgentLogFileTest(@TempDir Path directory) {
    file = directory.resolve("1-orders.log");
    older = directory.resolve("1-orders.log.1");
    log = new AgentLogFile(file);
  }

  @Test
  void linesAreThereAtOnceAndForNobodyElse() throws IOException {
    log.write("one");
    log.write("two");
    assertThat(file).hasContent("one\ntwo\n");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatTheContainerSaidBeforeItWasRestartedStays() {
    log.write("last words");
    new AgentLogFile(file).write("first words");
    assertThat(file).hasContent("last words\nfirst words\n");
  }

  @Test
  void ofALogWithoutEndTheNewestPartIsKept() throws IOException {
    String line = "x".repeat(1 << 20);
    for (int i = 0; i < 12; i++) {
      log.write(i + line);
    }
    log.write("last");
    assertThat(Files.size(file) + Files.size(older)).isLessThan(2 * AgentLogFile.MAX_BYTES);
    assertThat(Files.readString(file)).endsWith("last\n");
    assertThat(older).exists();
  }

  @Test
  void aDiskThatTakesNothingEndsTheCopyingOnly() throws IOException {
    log.write("one");
    Files.delete(file);
    log.write("two");
    log.write("three");
    assertThat(file).doesNotExist();
  }
}
