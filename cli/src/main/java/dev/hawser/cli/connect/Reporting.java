package dev.hawser.cli.connect;

import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.LastReports;
import dev.hawser.cli.report.ReportSocket;
import dev.hawser.cli.report.SessionReport;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.endpoint.Endpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets `hawser status` and `hawser diagnose` ask this session how it is, and leaves its last
/// report beside the log. A session does without where it cannot.
final class Reporting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

  private final Plan plan;
  private final AgentLinks links;
  private final Endpoint endpoint;
  private final Restoring restoring;
  private final Troubles troubles;
  private final LastReports lastReports = new LastReports(LogSetup.directory());
  private final Optional<ReportSocket> socket;
  private boolean over;
  private volatile WorldReport world = WorldReport.NOT_YET;

  private Reporting(
      Plan plan, AgentLinks links, Endpoint endpoint, Restoring restoring, Troubles troubles) {
    this.plan = plan;
    this.links = links;
    this.endpoint = endpoint;
    this.restoring = restoring;
    this.troubles = troubles;
    this.socket = open();
  }

  static Reporting start(
      Plan plan, AgentLinks links, Endpoint endpoint, Restoring restoring, Troubles troubles) {
    Reporting started = new Reporting(plan, links, endpoint, restoring, troubles);
    started.inBackground(() -> started.leave(""));
    return started;
  }

  private Optional<ReportSocket> open() {
    try {
      return Optional.of(ReportSocket.open(LogSetup.directory(), () -> report("")));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("status cannot ask this session", e);
      return Optional.empty();
    }
  }

  /// What the local process gets is there. Counting its files may take a while, and nobody waits.
  void onWorld(LocalWorld built) {
    inBackground(
        () -> {
          world = WorldReport.of(built, plan.target().volumeMounts());
          leave("");
        });
  }

  private void inBackground(Runnable work) {
    Thread.ofVirtual().name("report").start(work);
  }

  private Diagnosis report(String endedAt) {
    return new Diagnosis(
        new SessionReport(
            ProcessHandle.current().pid(),
            plan.request().sessionId(),
            plan.target().workload().namespace(),
            plan.target().workload().toString(),
            plan.request().grace().toSeconds(),
            links.report()),
        plan.target().name().toString(),
        plan.target().container(),
        plan.request().startedAt().toString(),
        Instant.now().toString(),
        endedAt,
        links.streams(),
        world.names(),
        world.environment(),
        world.volumes(),
        List.of(restoring.report(plan)),
        troubles.with(endpoint.failedStreams()),
        Stream.concat(
                Stream.of(LogSetup.file()), links.agentsSeen().stream().map(AgentLogFile::path))
            .map(String::valueOf)
            .toList());
  }

  /// Writes the report to where it is found when this process is gone; the one of the end is the
  /// last.
  private synchronized void leave(String endedAt) {
    if (over) {
      return;
    }
    over = !endedAt.isEmpty();
    try {
      lastReports.write(report(endedAt));
    } catch (IOException e) {
      LOG.warn("nobody can diagnose this session when it has ended", e);
    }
  }

  @Override
  public void close() {
    socket.ifPresent(ReportSocket::close);
    leave(Instant.now().toString());
  }
}
