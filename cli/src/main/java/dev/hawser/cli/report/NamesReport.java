package dev.hawser.cli.report;

import java.util.List;

/// What the local process reaches by name.
///
/// @param way how names come to it, in a sentence; empty before they do
public record NamesReport(String way, List<ServiceReport> services) {

  public NamesReport {
    services = List.copyOf(services);
  }
}
