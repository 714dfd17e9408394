package dev.hawser.cli.console;

import dev.hawser.cli.report.LineReport;
import dev.hawser.cli.report.SessionReport;
import java.util.Locale;
import java.util.stream.Stream;

/// How a session's report reads.
final class ReportText {
  private ReportText() {}

  static Stream<String> lines(SessionReport report) {
    String head =
        "%s/%s  on this machine, process %d, session %s"
            .formatted(report.namespace(), report.workload(), report.pid(), report.session());
    return Stream.concat(
        Stream.of(head), report.lines().isEmpty() ? Stream.of("  no agent yet") : links(report));
  }

  static Stream<String> links(SessionReport report) {
    return report.lines().stream().map(line -> line(line, report.graceSeconds()));
  }

  private static String line(LineReport line, long graceSeconds) {
    String name =
        line.lane() == 0 ? line.pod() : "%s, link %d".formatted(line.pod(), line.lane() + 1);
    return "  %s  %s".formatted(name, state(line, graceSeconds));
  }

  private static String state(LineReport line, long graceSeconds) {
    return switch (line.state()) {
      case UP ->
          "up, heard %s ago%s"
              .formatted(
                  seconds(line.silentMilliseconds()),
                  line.roundTripMicroseconds() == 0
                      ? ""
                      : ", round trip " + milliseconds(line.roundTripMicroseconds()));
      case SUSPECTED ->
          "not heard for %s, may be dead; another link is tried"
              .formatted(seconds(line.silentMilliseconds()));
      case DOWN ->
          "down for %s (%s); its connections wait up to %d s"
              .formatted(seconds(line.downMilliseconds()), line.reason(), graceSeconds);
      case UNLINKED -> "not linked" + (line.reason().isEmpty() ? "" : ": " + line.reason());
    };
  }

  private static String seconds(long milliseconds) {
    return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000.0);
  }

  private static String milliseconds(long microseconds) {
    return String.format(Locale.ROOT, "%.1f ms", microseconds / 1000.0);
  }
}
