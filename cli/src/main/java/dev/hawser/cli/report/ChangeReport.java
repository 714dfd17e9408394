package dev.hawser.cli.report;

import java.util.List;

/// What a session changed in the cluster, and how that is undone.
///
/// @param object such as `deploy/orders`
/// @param change in words
/// @param undoneBy whoever undoes it, each in words, the first that may act first
/// @param command undoes it from any machine
public record ChangeReport(
    String object, State state, String change, List<String> undoneBy, String command) {

  /// How far it is.
  public enum State {
    /// Nothing is changed yet.
    PLANNED,
    /// It stands.
    CHANGED,
    /// The original is back.
    RESTORED
  }

  public ChangeReport {
    undoneBy = List.copyOf(undoneBy);
  }
}
