package dev.hawser.cli.report;

import java.util.List;

/// The connections that live.
///
/// @param live how many there are
/// @param some of them, where there are too many to be told
public record StreamsReport(int live, List<StreamReport> some) {

  public StreamsReport {
    some = List.copyOf(some);
  }
}
