package dev.hawser.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final long FIRST = 99_000_000; // no process has this number, or one above it

  private final Path directory;

  LogFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void theNewestSessionsKeepAllOfTheirsAndOlderOnesNothing() throws IOException {
    for (int age = 0; age < LogFiles.SESSIONS_KEPT + 2; age++) {
      write(FIRST + age + ".log", age);
      write(FIRST + age + ".json", age);
      write(FIRST + age + "-orders-7d9c-x2.log", age);
      write(FIRST + age + "-orders-7d9c-x2.log.1", age);
    }
    LogFiles.removeOld(directory);
    long oldestKept = FIRST + LogFiles.SESSIONS_KEPT - 1;
    assertThat(directory.toFile().list())
        .hasSize(4 * LogFiles.SESSIONS_KEPT)
        .contains(oldestKept + ".json", oldestKept + "-orders-7d9c-x2.log.1")
        .doesNotContain(oldestKept + 1 + ".json");
  }

  @Test
  void commandsWithoutASessionDoNotPushOutSessions() throws IOException {
    write(FIRST + ".json", 10_000);
    for (int age = 0; age < LogFiles.OTHERS_KEPT + 2; age++) {
      write(FIRST + 1 + age + ".log", age);
    }
    LogFiles.removeOld(directory);
    assertThat(directory.toFile().list())
        .hasSize(LogFiles.OTHERS_KEPT + 1)
        .contains(FIRST + ".json");
  }

  @Test
  void whatALivingProcessWritesAndWhatIsNotOursStays() throws IOException {
    String alive = ProcessHandle.current().pid() + ".log";
    write(alive, 10_000);
    write("notes.log", 10_000);
    write(FIRST + ".sock", 10_000);
    for (int age = 0; age < LogFiles.OTHERS_KEPT; age++) {
      write(FIRST + 1 + age + ".log", age);
    }
    LogFiles.removeOld(directory);
    assertThat(directory.toFile().list())
        .hasSize(LogFiles.OTHERS_KEPT + 3)
        .contains(alive, "notes.log", FIRST + ".sock");
  }

  private void write(String name, int ageSeconds) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "x");
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.parse("2026-11-28T14:00:00Z").minusSeconds(ageSeconds)));
  }
}
