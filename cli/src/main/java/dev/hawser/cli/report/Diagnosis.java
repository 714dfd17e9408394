package dev.hawser.cli.report;

import java.util.List;

/// All that can be told of a session that runs or ran on this machine. No value in it is a secret.
///
/// @param target what the user named
/// @param container that this machine stands for
/// @param startedAt ISO 8601, as all times here
/// @param madeAt when this was true
/// @param endedAt empty while the session runs
/// @param troubles the last ones, oldest first
/// @param logs of this process and, copied, of its agents
public record Diagnosis(
    SessionReport session,
    String target,
    String container,
    String startedAt,
    String madeAt,
    String endedAt,
    StreamsReport streams,
    NamesReport names,
    List<VariableReport> environment,
    VolumesReport volumes,
    List<ChangeReport> changes,
    List<TroubleReport> troubles,
    List<String> logs) {

  public Diagnosis {
    environment = List.copyOf(environment);
    changes = List.copyOf(changes);
    troubles = List.copyOf(troubles);
    logs = List.copyOf(logs);
  }

  public boolean hasEnded() {
    return !endedAt.isEmpty();
  }
}
