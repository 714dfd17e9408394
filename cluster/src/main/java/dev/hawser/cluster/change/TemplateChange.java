package dev.hawser.cluster.change;

import dev.hawser.cluster.change.Changes.Done;
import dev.hawser.cluster.change.Changes.Rehearsal;
import dev.hawser.cluster.change.Restoration.Outcome;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Unsuitable;
import dev.hawser.cluster.target.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The change of a workload that makes pods by a template: one patch does it.
record TemplateChange(Workloads workloads) implements WorkloadChange {

  @Override
  public Rehearsal rehearse(ResolvedTarget target, PlanRequest request) {
    return workloads.withFresh(
        target.workload(),
        found -> {
          WorkloadJson fresh = found.orElseThrow(() -> Unsuitable.vanished(target.workload()));
          SwapPatch patch = SwapPatch.of(fresh, target, request);
          WorkloadJson after = workloads.dryRun(fresh, patch.patch());
          return new Rehearsal(patch.tunnelPort(), fresh.root(), after.root());
        });
  }

  @Override
  public List<PlannedChange> planned(ResolvedTarget target, Rehearsal rehearsal) {
    return List.of(
        new PlannedChange(target.workload().toString(), rehearsal.before(), rehearsal.after()));
  }

  @Override
  public Done swap(ResolvedTarget target, PlanRequest request, Rehearsal rehearsal) {
    WorkloadJson rehearsed = new WorkloadJson(target.workload().kind(), rehearsal.before());
    return workloads.with(
        rehearsed,
        found -> {
          WorkloadJson fresh = found.orElseThrow(() -> Unsuitable.vanished(target.workload()));
          Optional<Done> already = alreadyDone(fresh, request);
          if (already.isPresent()) {
            return already.get();
          }
          SwapPatch draft = SwapPatch.of(fresh, target, request);
          SwapPatch exact =
              draft.asAdmitted(
                  fresh.equals(rehearsed)
                      ? rehearsed.with(rehearsal.after())
                      : workloads.dryRun(fresh, draft.patch()));
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
        Optional.of(UndoPatch.of(swapped).patch().guardedByValues(swapped).toJson()));
  }

  @Override
  public Optional<SessionRecord> session(Workload workload) {
    return workloads
        .read(workload)
        .filter(one -> one.mark().isPresent())
        .map(one -> UndoRecord.of(one).session());
  }

  @Override
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
          WorkloadJson restored =
              undo.patch().changesNothing() ? fresh : workloads.patch(fresh, undo.patch());
          return new Restoration(
              workload, Outcome.RESTORED, restored.generation(), undo.foreignEdits());
        });
  }

  @Override
  public void help(Workload workload) {
    // its controller makes the originals
  }

  @Override
  public List<String> finish(Workload workload) {
    return workloads.withFresh(
        workload,
        found -> {
          Optional<WorkloadJson> unfinished =
              found.filter(one -> one.mark().isPresent() && one.templateMark().isEmpty());
          if (unfinished.isEmpty()) {
            return List.of();
          }
          UndoPatch finish = UndoPatch.finish(unfinished.get());
          workloads.patch(unfinished.get(), finish.patch());
          return finish.foreignEdits();
        });
  }
}
