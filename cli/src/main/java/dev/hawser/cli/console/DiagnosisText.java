package dev.hawser.cli.console;

import dev.hawser.cli.report.ChangeReport;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.ServiceReport;
import dev.hawser.cli.report.StreamReport;
import dev.hawser.cli.report.StreamsReport;
import dev.hawser.cli.report.TroubleReport;
import dev.hawser.cli.report.VariableReport;
import dev.hawser.cli.report.VolumesReport;
import dev.hawser.tunnel.frame.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a diagnosis reads: headings, with what belongs to each below it.
final class DiagnosisText {
  private final List<String> lines = new ArrayList<>();

  private DiagnosisText() {}

  static List<String> lines(Diagnosis diagnosis) {
    DiagnosisText text = new DiagnosisText();
    text.write(diagnosis);
    return text.lines;
  }

  /// One line, to choose a session by.
  static String brief(Diagnosis diagnosis) {
    return "session %s  %s, container %s of %s/%s  process %d  since %s%s"
        .formatted(
            diagnosis.session().session(),
            diagnosis.target(),
            diagnosis.container(),
            diagnosis.session().namespace(),
            diagnosis.session().workload(),
            diagnosis.session().pid(),
            diagnosis.startedAt(),
            diagnosis.hasEnded() ? "  ended " + diagnosis.endedAt() : "");
  }

  private void write(Diagnosis diagnosis) {
    lines.add(brief(diagnosis));
    lines.add("  as it was at " + diagnosis.madeAt());
    section("links", ReportText.links(diagnosis.session()));
    StreamsReport streams = diagnosis.streams();
    section(
        streams.live() == streams.some().size()
            ? "connections: " + streams.live()
            : "connections: %d, of which %d".formatted(streams.live(), streams.some().size()),
        streams.some().stream().map(DiagnosisText::stream));
    section(
        diagnosis.names().way().isEmpty() ? "names: not yet" : diagnosis.names().way(),
        diagnosis.names().services().stream().map(DiagnosisText::service));
    section(
        "environment: %d variables; values of the container are not told"
            .formatted(diagnosis.environment().size()),
        diagnosis.environment().stream().map(DiagnosisText::variable));
    volumes(diagnosis.volumes());
    section("changed in the cluster", diagnosis.changes().stream().flatMap(DiagnosisText::change));
    section(
        diagnosis.troubles().isEmpty() ? "nothing went wrong" : "what went wrong of late",
        diagnosis.troubles().stream().flatMap(DiagnosisText::trouble));
    section(
        "logs (grep -w a connection's name in them)",
        diagnosis.logs().stream().map(log -> "  " + log));
  }

  private void section(String heading, Stream<String> content) {
    lines.add(heading);
    content.forEach(lines::add);
  }

  private static String stream(StreamReport stream) {
    return "  %s  %s to %s  %s for %s, %d bytes to the cluster, %d to this machine%s  (%s)"
        .formatted(
            stream.stream(),
            stream.direction(),
            stream.destination(),
            stream.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            String.format(Locale.ROOT, "%.1f s", stream.ageMilliseconds() / 1000.0),
            stream.bytesToCluster(),
            stream.bytesToMachine(),
            stream.waitingBytes() == 0 ? "" : ", %d wait".formatted(stream.waitingBytes()),
            stream.pod());
  }

  private static String service(ServiceReport service) {
    return "  %s.%s  at %s, port %s"
        .formatted(
            service.name(),
            service.namespace(),
            service.address(),
            service.ports().stream().map(DiagnosisText::port).collect(Collectors.joining(", ")));
  }

  private static String port(ServiceReport.Port port) {
    return port.whyOther().isEmpty()
        ? String.valueOf(port.number())
        : "%d (here %d: %s)".formatted(port.number(), port.bound(), port.whyOther());
  }

  private static String variable(VariableReport variable) {
    String name = PeerText.clean(variable.name());
    String value = variable.value();
    return value == null ? "  " + name : "  %s=%s".formatted(name, value);
  }

  private void volumes(VolumesReport volumes) {
    section(
        volumes.directory().isEmpty()
            ? "volumes: not yet"
            : "volumes: %d bytes below %s".formatted(volumes.bytes(), volumes.directory()),
        Stream.concat(
            volumes.mounts().stream()
                .map(
                    mount ->
                        "  %s  %d files".formatted(PeerText.clean(mount.path()), mount.files())),
            volumes.skipped().stream()
                .map(skipped -> "  %s  left out: %s".formatted(skipped.path(), skipped.reason()))));
  }

  private static Stream<String> change(ChangeReport change) {
    return switch (change.state()) {
      case PLANNED -> Stream.of("  %s  nothing yet".formatted(change.object()));
      case RESTORED -> Stream.of("  %s  the original is back".formatted(change.object()));
      case CHANGED ->
          Stream.of(
              "  %s  %s".formatted(change.object(), change.change()),
              "    undone by %s, or: %s"
                  .formatted(String.join("; ", change.undoneBy()), change.command()));
    };
  }

  private static Stream<String> trouble(TroubleReport trouble) {
    String what = "  %s  %s".formatted(trouble.at(), trouble.what());
    return trouble.meaning().isEmpty()
        ? Stream.of(what)
        : Stream.of(what, "    " + trouble.meaning());
  }
}
