package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a session changed, in a form of which every version is read for ever: a member may be added
/// only where readers that do not know it still undo rightly; whatever else changes the form is a
/// new version, with golden files in the tests.
///
/// It lies on the workload from the very write that changes it, and has all that undoing needs.
/// Values of variables are not in it: those of the user stay where they are, ours are known by
/// name.
///
/// - version 1: everything but the following
/// - version 2: written where the update strategy was changed
///
/// @param before the touched fields of the container that had a value
/// @param after every touched field as it is while the session lasts, null where there is none
/// @param variables names of the variables that were added
/// @param metricsPort the port that was added
/// @param lowPorts whether the pod was allowed ports below 1024
/// @param strategy what was changed of the update strategy, if that was
record UndoRecord(
    SessionRecord session,
    ObjectNode before,
    ObjectNode after,
    List<String> variables,
    OptionalInt metricsPort,
    boolean lowPorts,
    Optional<StrategyChange> strategy) {

  UndoRecord {
    variables = List.copyOf(variables);
  }

  String toAnnotation() {
    ObjectNode record = RecordJson.of(strategy.isPresent() ? 2 : 1, session);
    record.put("preImage", RecordJson.pack(before));
    record.put("ours", RecordJson.pack(after));
    variables.forEach(record.putArray("variables")::add);
    metricsPort.ifPresent(port -> record.put("metricsPort", port));
    if (lowPorts) {
      record.put("lowPorts", true);
    }
    strategy.ifPresent(change -> record.put("strategy", RecordJson.pack(change.toJson())));
    return record.toString();
  }

  /// The record that a workload with a mark bears.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException of kind RESTORE_INCOMPLETE, if this
  ///     version of Hawser cannot read it
  static UndoRecord of(WorkloadJson workload) {
    return RecordJson.read(
        workload, workload.mark().orElseThrow(), record -> parse(workload, record));
  }

  private static UndoRecord parse(WorkloadJson workload, JsonNode record) throws IOException {
    List<String> variables = new ArrayList<>();
    record.path("variables").forEach(name -> variables.add(name.asText()));
    return new UndoRecord(
        RecordJson.session(workload.workload(), record),
        RecordJson.unpack(RecordJson.text(record, "preImage")),
        RecordJson.unpack(RecordJson.text(record, "ours")),
        variables,
        record.has("metricsPort")
            ? OptionalInt.of(record.get("metricsPort").asInt())
            : OptionalInt.empty(),
        record.path("lowPorts").asBoolean(),
        record.has("strategy")
            ? Optional.of(StrategyChange.of(RecordJson.unpack(RecordJson.text(record, "strategy"))))
            : Optional.empty());
  }
}
