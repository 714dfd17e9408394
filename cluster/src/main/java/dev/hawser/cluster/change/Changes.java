package dev.hawser.cluster.change;

import dev.hawser.cluster.change.Restoration.Outcome;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/// Does sessions' changes to the Deployments of one namespace, and takes them back. Blocks.
public final class Changes {
  private final String namespace;
  private final Deployments deployments;

  public Changes(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    this.deployments = new Deployments(client, namespace);
  }

  /// Has the API server check the change without doing it.
  ///
  /// @return where the agents will wait for links
  public int rehearse(ResolvedTarget target, PlanRequest request) {
    return deployments.withFresh(
        target.deployment(),
        found -> {
          DeploymentJson fresh = found.orElseThrow(() -> vanished(target));
          SwapPatch patch = SwapPatch.of(fresh, target, request);
          deployments.dryRun(fresh, patch.patch());
          return patch.tunnelPort();
        });
  }

  /// A change that was done.
  ///
  /// @param generation the Deployment's after it
  public record Done(SessionRecord session, int tunnelPort, long generation) {}

  public Done swap(ResolvedTarget target, PlanRequest request) {
    return deployments.withFresh(
        target.deployment(),
        found -> {
          DeploymentJson fresh = found.orElseThrow(() -> vanished(target));
          Optional<Done> already = alreadyDone(fresh, request);
          if (already.isPresent()) {
            return already.get();
          }
          SwapPatch draft = SwapPatch.of(fresh, target, request);
          SwapPatch exact = draft.asAdmitted(deployments.dryRun(fresh, draft.patch()));
          DeploymentJson swapped = deployments.patch(fresh, exact.patch());
          return new Done(exact.record().session(), exact.tunnelPort(), swapped.generation());
        });
  }

  /// The client repeats a write whose answer was lost; the repetition finds our own mark.
  private static Optional<Done> alreadyDone(DeploymentJson deployment, PlanRequest request) {
    if (deployment.mark().isEmpty()) {
      return Optional.empty();
    }
    SessionRecord session = UndoRecord.of(deployment).session();
    return session.session().equals(request.sessionId())
        ? Optional.of(new Done(session, deployment.tunnelPort(session), deployment.generation()))
        : Optional.empty();
  }

  /// Puts the original back; doing it twice is harmless.
  public Restoration undo(String deployment) {
    return deployments.withFresh(
        deployment,
        found -> {
          if (found.isEmpty()) {
            return new Restoration(namespace, deployment, Outcome.GONE, 0, List.of());
          }
          DeploymentJson fresh = found.get();
          if (fresh.mark().isEmpty()) {
            if (fresh.templateMark().isPresent()) {
              throw Mark.irretrievable(fresh, "its undo record was removed");
            }
            return new Restoration(
                namespace, deployment, Outcome.NOTHING_TO_RESTORE, fresh.generation(), List.of());
          }
          UndoPatch undo = UndoPatch.of(fresh);
          DeploymentJson restored = deployments.patch(fresh, undo.patch());
          return new Restoration(
              namespace, deployment, Outcome.RESTORED, restored.generation(), undo.foreignEdits());
        });
  }

  /// Names of the Deployments that bear a mark.
  public List<String> marked() {
    return deployments.list().stream()
        .filter(one -> one.mark().isPresent() || one.templateMark().isPresent())
        .map(DeploymentJson::name)
        .toList();
  }

  /// Every session that has a readable record here.
  public List<SessionRecord> sessions() {
    return deployments.list().stream()
        .filter(one -> one.mark().isPresent())
        .map(one -> UndoRecord.of(one).session())
        .toList();
  }

  private RuntimeException vanished(ResolvedTarget target) {
    return new Failure(
            FailureKind.TARGET_UNSUITABLE,
            "deploy/%s is no longer in namespace %s".formatted(target.deployment(), namespace),
            "connect again to see what is there now")
        .asException();
  }
}
