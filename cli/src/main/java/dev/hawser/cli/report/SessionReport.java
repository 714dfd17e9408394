package dev.hawser.cli.report;

import java.util.List;

/// A session that runs on this machine, as its process sees it when it is asked.
///
/// @param session its id
/// @param workload as `deploy/orders`
/// @param graceSeconds how long connections wait for a line that is down
public record SessionReport(
    long pid,
    String session,
    String namespace,
    String workload,
    long graceSeconds,
    List<LineReport> lines) {

  public SessionReport {
    lines = List.copyOf(lines);
  }
}
