package dev.hawser.cluster.change;

import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How a workload is changed and put back: by its template where it has one, by a stand-in where it
/// is a pod itself. Each step is harmless when done twice. Blocks.
sealed interface WorkloadChange permits TemplateChange, PodChange {
  Changes.Rehearsal rehearse(ResolvedTarget target, PlanRequest request);

  /// What a person is shown of it.
  List<PlannedChange> planned(ResolvedTarget target, Changes.Rehearsal rehearsal);

  /// @param rehearsal of the same request; what has changed since is looked at anew
  Changes.Done swap(ResolvedTarget target, PlanRequest request, Changes.Rehearsal rehearsal);

  /// The session that has changed the workload, or is not done with undoing it.
  Optional<SessionRecord> session(Workload workload);

  /// The first part of an undo: from here on the originals come.
  ///
  /// @param which what another session has changed is left alone
  Restoration undo(Workload workload, Predicate<SessionRecord> which);

  /// What else the originals need, after [#undo] and whenever something has changed since.
  void help(Workload workload);

  /// The last part of an undo, when no agents are left.
  ///
  /// @return what somebody else had changed and was left, each a plain line
  List<String> finish(Workload workload);
}
