package dev.hawser.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastReportsTest {
  private final Path directory;
  private final LastReports last;

  LastReportsTest(@TempDir Path directory) {
    this.directory = directory;
    this.last = new LastReports(directory);
  }

  private static Diagnosis report(long pid, String id, String madeAt, String endedAt) {
    return Reports.bare(Reports.session(pid, id, List.of()), madeAt, endedAt);
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    Diagnosis full =
        Reports.full(
            Reports.session(4711, "abc", List.of(LineReport.unlinked("orders-1", 0, "refused"))));
    last.write(full);
    assertThat(last.all()).containsExactly(full);
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    last.write(report(4711, "abc", "2026-11-28T14:00:00Z", ""));
    assertThat(Files.getPosixFilePermissions(directory.resolve("4711.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theLastOneComesFirst() throws IOException {
    last.write(report(12, "older", "2026-11-28T14:00:00Z", "2026-11-28T14:00:00Z"));
    last.write(report(11, "newer", "2026-11-28T14:00:01Z", "2026-11-28T14:00:01Z"));
    assertThat(last.all())
        .extracting(one -> one.session().session())
        .containsExactly("newer", "older");
  }

  @Test
  void theReportOfTheEndReplacesThoseBefore() throws IOException {
    last.write(report(11, "abc", "2026-11-28T14:00:00Z", ""));
    Diagnosis end = report(11, "abc", "2026-11-28T14:09:00Z", "2026-11-28T14:09:00Z");
    last.write(end);
    assertThat(last.all()).containsExactly(end);
  }

  @Test
  void whatIsNoReportIsLeftOut() throws IOException {
    Files.writeString(directory.resolve("9.json"), "{\"half\":");
    last.write(report(11, "whole", "2026-11-28T14:00:00Z", ""));
    assertThat(last.all()).hasSize(1);
  }
}
