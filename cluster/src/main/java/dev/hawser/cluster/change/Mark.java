package dev.hawser.cluster.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;

/// The annotation by which a session's traces are known: on the workload it holds the undo
/// record, on the pod template (and so on the agents' pods) the session's id.
public final class Mark {
  public static final String ANNOTATION = "hawser.dev/session";

  /// Annotations that hold undo records.
  public static final List<String> RECORDS = List.of(ANNOTATION, PodRecord.ANNOTATION);

  private Mark() {}

  /// A record for people to read, without what is packed in it.
  public static String readable(String record) {
    try {
      JsonNode json = new ObjectMapper().readTree(record);
      return json.has("session")
          ? "(undo record of session %s, by %s)"
              .formatted(json.path("session").asText(), json.path("owner").asText())
          : record;
    } catch (JsonProcessingException notOurs) {
      return record;
    }
  }

  /// "Original" is never read from an object that a session has changed already.
  static void requireUnmarked(WorkloadJson marked) {
    if (marked.mark().isPresent()) {
      SessionRecord other = SessionRecord.of(marked);
      throw new Failure(
              FailureKind.TARGET_UNSUITABLE,
              "%s is connected already, by %s since %s"
                  .formatted(marked.workload(), other.owner(), other.startedAt()),
              "end that session, take its place (--take-over), or put the original back: hawser restore %s -n %s"
                  .formatted(marked.workload(), marked.workload().namespace()))
          .asException();
    }
    if (marked.templateMark().isPresent()) {
      throw irretrievable(marked, "its undo record was removed");
    }
  }

  /// A record that a later version of Hawser has written.
  static RuntimeException tooNew(WorkloadJson marked, int version, int known) {
    return new Failure(
            FailureKind.RESTORE_INCOMPLETE,
            "%s in namespace %s was changed by a newer Hawser: its undo record is of version %d, and this one reads up to %d"
                .formatted(marked.workload(), marked.workload().namespace(), version, known),
            "restore it with that Hawser or a later one, or " + byHand(marked))
        .asException();
  }

  static RuntimeException irretrievable(WorkloadJson marked, String why) {
    return new Failure(
            FailureKind.RESTORE_INCOMPLETE,
            "%s in namespace %s was changed by a session, but %s"
                .formatted(marked.workload(), marked.workload().namespace(), why),
            byHand(marked))
        .asException();
  }

  private static String byHand(WorkloadJson marked) {
    String way =
        switch (marked.kind()) {
          case DEPLOYMENT, STATEFUL_SET, DAEMON_SET ->
              "kubectl -n %1$s rollout undo %2$s, then kubectl -n %1$s annotate %2$s %3$s-";
          case REPLICA_SET ->
              "apply its manifest again, then kubectl -n %1$s annotate %2$s %3$s- and delete its"
                  + " agents' pods";
          case POD -> "apply its manifest again, then kubectl -n %1$s delete pod %4$s";
        };
    return "put the original back by hand: "
        + way.formatted(
            marked.workload().namespace(), marked.workload(), ANNOTATION, marked.objectName());
  }
}
