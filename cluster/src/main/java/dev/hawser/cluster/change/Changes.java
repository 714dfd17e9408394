package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.change.Restoration.Outcome;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Does sessions' changes to the workloads of one namespace, and takes them back. Blocks.
public final class Changes {
  private final Workloads workloads;

  public Changes(KubernetesClient client, String namespace) {
    this.workloads = new Workloads(client, namespace);
  }

  /// What the API server would make of a change.
  ///
  /// @param tunnelPort where the agents will wait for links
  /// @param before the workload as it is
  /// @param after the workload as it would be, admission included
  public record Rehearsal(int tunnelPort, JsonNode before, JsonNode after) {}

  /// Has the API server check the change without doing it.
  public Rehearsal rehearse(ResolvedTarget target, PlanRequest request) {
    return workloads.withFresh(
        target.workload(),
        found -> {
          WorkloadJson fresh = found.orElseThrow(() -> vanished(target));
          SwapPatch patch = SwapPatch.of(fresh, target, request);
          WorkloadJson after = workloads.dryRun(fresh, patch.patch());
          return new Rehearsal(patch.tunnelPort(), fresh.root(), after.root());
        });
  }

  /// A change that was done.
  ///
  /// @param generation the workload's after it
  /// @param swiftUndo a patch that takes it back if nobody has touched any of it by then
  public record Done(SessionRecord session, int tunnelPort, long generation, String swiftUndo) {}

  public Done swap(ResolvedTarget target, PlanRequest request) {
    return workloads.withFresh(
        target.workload(),
        found -> {
          WorkloadJson fresh = found.orElseThrow(() -> vanished(target));
          Optional<Done> already = alreadyDone(fresh, request);
          if (already.isPresent()) {
            return already.get();
          }
          SwapPatch draft = SwapPatch.of(fresh, target, request);
          SwapPatch exact = draft.asAdmitted(workloads.dryRun(fresh, draft.patch()));
          WorkloadJson swapped = workloads.patch(fresh, exact.patch());
          return done(swapped);
        });
  }

  /// The client repeats a write whose answer was lost; the repetition finds our own mark.
  private static Optional<Done> alreadyDone(WorkloadJson workload, PlanRequest request) {
    if (workload.mark().isEmpty()) {
      return Optional.empty();
    }
    SessionRecord session = UndoRecord.of(workload).session();
    return session.session().equals(request.sessionId())
        ? Optional.of(done(workload))
        : Optional.empty();
  }

  private static Done done(WorkloadJson swapped) {
    SessionRecord session = UndoRecord.of(swapped).session();
    return new Done(
        session,
        swapped.tunnelPort(session),
        swapped.generation(),
        UndoPatch.of(swapped).patch().guardedByValues(swapped).toJson());
  }

  /// With what the workload's pods get their images.
  public List<LocalObjectReference> pullSecrets(Workload workload) {
    List<LocalObjectReference> secrets = new ArrayList<>();
    workloads
        .read(workload)
        .ifPresent(
            one ->
                one.root()
                    .at(one.pod() + "/imagePullSecrets")
                    .forEach(
                        secret ->
                            secrets.add(new LocalObjectReference(secret.path("name").asText()))));
    return secrets;
  }

  /// Whether a session's mark is on the workload now, of one that the condition holds for.
  public boolean isChanged(Workload workload, Predicate<SessionRecord> which) {
    return workloads
        .read(workload)
        .filter(one -> one.mark().isPresent())
        .map(one -> which.test(UndoRecord.of(one).session()))
        .orElse(false);
  }

  /// Puts the original back; doing it twice is harmless.
  ///
  /// @param which what another session has changed is left alone
  public Restoration undo(Workload workload, Predicate<SessionRecord> which) {
    return workloads.withFresh(
        workload,
        found -> {
          if (found.isEmpty()) {
            return new Restoration(workload, Outcome.GONE, 0, List.of());
          }
          WorkloadJson fresh = found.get();
          if (fresh.mark().isEmpty()) {
            if (fresh.templateMark().isPresent()) {
              throw Mark.irretrievable(fresh, "its undo record was removed");
            }
            return new Restoration(
                workload, Outcome.NOTHING_TO_RESTORE, fresh.generation(), List.of());
          }
          if (!which.test(UndoRecord.of(fresh).session())) {
            return new Restoration(workload, Outcome.ANOTHERS, fresh.generation(), List.of());
          }
          UndoPatch undo = UndoPatch.of(fresh);
          WorkloadJson restored = workloads.patch(fresh, undo.patch());
          return new Restoration(
              workload, Outcome.RESTORED, restored.generation(), undo.foreignEdits());
        });
  }

  /// The workloads that bear a mark.
  public List<Workload> marked() {
    return workloads.list().stream()
        .filter(one -> one.mark().isPresent() || one.templateMark().isPresent())
        .map(WorkloadJson::workload)
        .toList();
  }

  /// Every session that has a readable record here.
  public List<SessionRecord> sessions() {
    return workloads.list().stream()
        .filter(one -> one.mark().isPresent())
        .map(one -> UndoRecord.of(one).session())
        .toList();
  }

  private RuntimeException vanished(ResolvedTarget target) {
    return new Failure(
            FailureKind.TARGET_UNSUITABLE,
            "%s is no longer in namespace %s"
                .formatted(target.workload(), target.workload().namespace()),
            "connect again to see what is there now")
        .asException();
  }
}
