package dev.hawser.cluster.rights;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.stream.Collectors;

/// Says which needed right is missing, and what it is needed for. Pure.
public final class MissingRights {
  private MissingRights() {}

  /// @throws FailureException if a session is not possible with these rights
  public static void refuse(String namespace, List<AccessReview.Answer> answers) {
    List<Right> missing =
        answers.stream()
            .filter(answer -> !answer.allowed() && answer.right().isNeeded())
            .map(AccessReview.Answer::right)
            .toList();
    if (!missing.isEmpty()) {
      throw new Failure(
              FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
              "in namespace %s you are not allowed to %s"
                  .formatted(
                      namespace,
                      missing.stream()
                          .map(right -> "%s (%s)".formatted(right, right.reason()))
                          .collect(Collectors.joining(", "))),
              "nothing was changed; the Role to ask for: hawser rbac -n " + namespace)
          .asException();
    }
  }
}
