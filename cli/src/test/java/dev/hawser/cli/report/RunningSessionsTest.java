package dev.hawser.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.session.LineState;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSessionsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long OTHER = 99_999_999; // no process has this number

  private final Path directory;

  RunningSessionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Diagnosis report(LineState state) {
    return Reports.full(Reports.session(4711, "abc", List.of(LineReport.of("orders-1", 0, state))));
  }

  @Test
  void aSessionAnswersWithWhatIsSoWhenItIsAsked() throws IOException {
    List<LineState> states =
        List.of(
            new LineState.Up(Duration.ofMillis(3), Duration.ofNanos(70_000)),
            new LineState.Suspected(Duration.ofSeconds(4)),
            new LineState.Down(Duration.ofSeconds(5), "Connection reset"));
    List<Diagnosis> reports = states.stream().map(RunningSessionsTest::report).toList();
    var next = reports.iterator();
    try (ReportSocket socket = ReportSocket.open(directory, next::next)) {
      assertThat(socket).isNotNull();
      for (Diagnosis report : reports) {
        assertThat(RunningSessions.ask(directory, LONG))
            .isEqualTo(new RunningSessions(List.of(report), List.of()));
      }
    }
  }

  @Test
  void afterItsEndASessionLeavesNothing() throws IOException {
    ReportSocket.open(directory, () -> report(new LineState.New())).close();
    assertThat(directory).isEmptyDirectory();
    assertThat(RunningSessions.ask(directory, LONG))
        .isEqualTo(new RunningSessions(List.of(), List.of()));
  }

  @Test
  void aProcessThatDoesNotAnswerIsNamedAndNotWaitedForLonger() throws IOException {
    Path silent = directory.resolve(OTHER + ".sock");
    try (ServerSocketChannel never = listen(silent);
        ReportSocket other = ReportSocket.open(directory, () -> report(new LineState.New()))) {
      assertThat(never.isOpen()).isTrue();
      assertThat(other).isNotNull();
      RunningSessions found = RunningSessions.ask(directory, Duration.ofSeconds(1));
      assertThat(found.silent()).containsExactly(OTHER);
      assertThat(found.reports()).hasSize(1);
    }
  }

  @Test
  void whatADeadProcessLeftIsRemoved() throws IOException {
    Path left = directory.resolve(OTHER + ".sock");
    listen(left).close();
    assertThat(left).exists();
    assertThat(RunningSessions.ask(directory, LONG))
        .isEqualTo(new RunningSessions(List.of(), List.of()));
    assertThat(left).doesNotExist();
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Path log = Files.createFile(directory.resolve("12.log"));
    Path other = Files.createFile(directory.resolve("1a.sock"));
    assertThat(RunningSessions.ask(directory, LONG))
        .isEqualTo(new RunningSessions(List.of(), List.of()));
    assertThat(List.of(log, other)).allMatch(Files::exists);
  }

  private static ServerSocketChannel listen(Path file) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(file));
  }
}
