package dev.hawser.cli.connect;

import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.report.ReportSocket;
import dev.hawser.cli.report.SessionReport;
import dev.hawser.cluster.plan.Plan;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets `hawser status` ask this session how it is. A session does without where it cannot.
///
/// @param socket empty if it could not be opened
record Reporting(Optional<ReportSocket> socket) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

  static Reporting start(Plan plan, AgentLinks links) {
    try {
      return new Reporting(
          Optional.of(ReportSocket.open(LogSetup.directory(), () -> report(plan, links))));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("status cannot ask this session", e);
      return new Reporting(Optional.empty());
    }
  }

  private static SessionReport report(Plan plan, AgentLinks links) {
    return new SessionReport(
        ProcessHandle.current().pid(),
        plan.request().sessionId(),
        plan.target().workload().namespace(),
        plan.target().workload().toString(),
        plan.request().grace().toSeconds(),
        links.report());
  }

  @Override
  public void close() {
    socket.ifPresent(ReportSocket::close);
  }
}
