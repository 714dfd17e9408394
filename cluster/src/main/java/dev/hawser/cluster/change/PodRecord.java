package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.Workload;
import java.io.IOException;

/// The undo record of a bare pod: all that makes it again. It lies on the pod that stands in for
/// it, from its creation on, and so before the original is deleted; of version 2 from the start.
///
/// @param uid of the original, while that is there
/// @param manifest of the original
record PodRecord(SessionRecord session, String uid, ObjectNode manifest) {
  static final String ANNOTATION = "hawser.dev/original";

  String toAnnotation() {
    return RecordJson.of(2, session)
        .put("uid", uid)
        .put("manifest", RecordJson.pack(manifest))
        .toString();
  }

  /// @throws dev.hawser.endpoint.failure.FailureException of kind RESTORE_INCOMPLETE, if this
  ///     version of Hawser cannot read it
  static PodRecord of(WorkloadJson standIn) {
    return RecordJson.read(
        standIn,
        standIn.annotation(ANNOTATION).orElse("{}"),
        record -> parse(standIn.workload(), record));
  }

  private static PodRecord parse(Workload pod, JsonNode record) throws IOException {
    return new PodRecord(
        RecordJson.session(pod, record),
        RecordJson.text(record, "uid"),
        RecordJson.unpack(RecordJson.text(record, "manifest")));
  }
}
