package dev.hawser.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndedSessionsTest {
  private final Path directory;
  private final EndedSessions ended;

  EndedSessionsTest(@TempDir Path directory) {
    this.directory = directory;
    this.ended = new EndedSessions(directory);
  }

  private static Diagnosis report(long pid, String id, String madeAt, String endedAt) {
    return Reports.bare(Reports.session(pid, id, List.of()), madeAt, endedAt);
  }

  @Test
  void aReportIsReadAsItWasWritten() throws IOException {
    Diagnosis full =
        Reports.full(
            Reports.session(4711, "abc", List.of(LineReport.unlinked("orders-1", 0, "refused"))));
    ended.write(full);
    assertThat(ended.without(List.of(), List.of())).containsExactly(full);
  }

  @Test
  void nobodyElseMayReadIt() throws IOException {
    ended.write(report(4711, "abc", "2026-11-28T14:00:00Z", ""));
    assertThat(Files.getPosixFilePermissions(directory.resolve("4711.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theLastOneComesFirst() throws IOException {
    ended.write(report(12, "older", "2026-11-28T14:00:00Z", "2026-11-28T14:00:00Z"));
    ended.write(report(11, "newer", "2026-11-28T14:00:01Z", "2026-11-28T14:00:01Z"));
    assertThat(ended.without(List.of(), List.of()))
        .extracting(one -> one.session().session())
        .containsExactly("newer", "older");
  }

  @Test
  void whatStillRunsHasNotEnded() throws IOException {
    Diagnosis answering = report(11, "answering", "2026-11-28T14:00:00Z", "");
    ended.write(answering);
    ended.write(report(12, "suspended", "2026-11-28T14:00:00Z", ""));
    ended.write(report(13, "killed", "2026-11-28T14:00:00Z", ""));
    assertThat(ended.without(List.of(answering), List.of(12L)))
        .extracting(one -> one.session().session())
        .containsExactly("killed");
  }

  @Test
  void whatIsNoReportIsLeftOut() throws IOException {
    Files.writeString(directory.resolve("9.json"), "{\"half\":");
    ended.write(report(11, "whole", "2026-11-28T14:00:00Z", ""));
    assertThat(ended.without(List.of(), List.of())).hasSize(1);
  }
}
