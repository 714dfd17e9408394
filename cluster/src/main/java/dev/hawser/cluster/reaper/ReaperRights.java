package dev.hawser.cluster.reaper;

import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.rights.Right;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may do what for the reaper's sake. The developer creates its account and gives it rights,
/// and the API server lets nobody give more than they have: so the reaper gets those of a session
/// that undoing and tidying up take, as far as the developer has them. Pure.
final class ReaperRights {
  private ReaperRights() {}

  /// Why the developer can have no reaper, in words; empty if they can.
  static Optional<String> hindrance(List<AccessReview.Answer> developers) {
    String missing =
        developers.stream()
            .filter(answer -> !answer.allowed() && RequiredRights.isForReaper(answer.right()))
            .map(answer -> answer.right().toString())
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? Optional.empty() : Optional.of("you may not " + missing);
  }

  static List<Right> ofReaper(List<AccessReview.Answer> developers, WorkloadKind kind) {
    return developers.stream()
        .filter(AccessReview.Answer::allowed)
        .map(AccessReview.Answer::right)
        .filter(right -> isForUndoing(right, kind))
        .toList();
  }

  private static boolean isForUndoing(Right right, WorkloadKind kind) {
    return switch (right.resource()) {
      case "leases" -> Set.of("get", "update", "delete").contains(right.verb());
      case "pods" -> kind == WorkloadKind.POD || !right.verb().equals("create");
      case "replicasets", "controllerrevisions" -> true;
      default -> right.resource().equals(kind.plural()) && right.group().equals(kind.group());
    };
  }
}
