package dev.hawser.cluster.change;

import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;

/// The annotation by which a session's traces are known: on the Deployment it holds the undo
/// record, on the pod template (and so on the agents' pods) the session's id.
public final class Mark {
  public static final String ANNOTATION = "hawser.dev/session";

  private Mark() {}

  /// "Original" is never read from an object that a session has changed already.
  static void requireUnmarked(DeploymentJson deployment) {
    if (deployment.mark().isPresent()) {
      SessionRecord other = UndoRecord.of(deployment).session();
      throw new Failure(
              FailureKind.TARGET_UNSUITABLE,
              "deploy/%s is connected already, by %s since %s"
                  .formatted(deployment.name(), other.owner(), other.startedAt()),
              "end that session, or put the original back: hawser restore %s -n %s"
                  .formatted(TargetName.deployment(deployment.name()), deployment.namespace()))
          .asException();
    }
    if (deployment.templateMark().isPresent()) {
      throw irretrievable(deployment, "its undo record was removed");
    }
  }

  static RuntimeException irretrievable(DeploymentJson deployment, String why) {
    return new Failure(
            FailureKind.RESTORE_INCOMPLETE,
            "deploy/%s in namespace %s was changed by a session, but %s"
                .formatted(deployment.name(), deployment.namespace(), why),
            ("put the original back by hand: kubectl -n %1$s rollout undo deploy/%2$s,"
                    + " then kubectl -n %1$s annotate deploy/%2$s %3$s-")
                .formatted(deployment.namespace(), deployment.name(), ANNOTATION))
        .asException();
  }
}
