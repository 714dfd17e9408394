package dev.hawser.cluster.change;

import dev.hawser.cluster.target.Workload;
import java.util.List;

/// What came of taking a session's change back.
///
/// @param generation the workload's after it; 0 if it is gone
/// @param foreignEdits what somebody else had changed meanwhile and was left, each a plain line
public record Restoration(
    Workload workload, Outcome outcome, long generation, List<String> foreignEdits) {

  public enum Outcome {
    /// It is as it was before the session, but for the foreign edits.
    RESTORED,
    /// It bears no mark of a session: there was nothing to take back, or it had been done before.
    NOTHING_TO_RESTORE,
    /// Another session has it by now, and it is left alone.
    ANOTHERS,
    /// The workload does not exist any more.
    GONE
  }

  public Restoration {
    foreignEdits = List.copyOf(foreignEdits);
  }
}
