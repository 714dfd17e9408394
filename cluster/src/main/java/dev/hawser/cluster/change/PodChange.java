package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.cluster.change.Changes.Done;
import dev.hawser.cluster.change.Changes.Rehearsal;
import dev.hawser.cluster.change.Restoration.Outcome;
import dev.hawser.cluster.change.StandIn.Phase;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Unsuitable;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The change of a bare pod: another pod is made that stands in for it and holds its manifest, and
/// when that one serves, the original is deleted. The undo makes the original again, and deletes
/// the stand-in when the original serves.
///
/// @param workloads of one namespace
record PodChange(WorkloadStore workloads) implements WorkloadChange {

  /// Stand-ins that are made again in one session, at most.
  private static final int MOST_STAND_INS = 100;

  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  @Override
  public Rehearsal rehearse(ResolvedTarget target, PlanRequest request) {
    standIn(target.workload()).ifPresent(Mark::requireUnmarked);
    WorkloadJson original = original(target);
    StandIn standIn = StandIn.of(original, target, request);
    WorkloadJson after = workloads.dryRunCreate(WorkloadKind.POD, standIn.manifest());
    return new Rehearsal(standIn.tunnelPort(), original.root(), after.root());
  }

  @Override
  public List<PlannedChange> planned(ResolvedTarget target, Rehearsal rehearsal) {
    String standIn = "pod/" + rehearsal.after().at("/metadata/name").asText();
    return List.of(
        new PlannedChange(standIn, JsonNodeFactory.instance.objectNode(), rehearsal.after()),
        new PlannedChange(
            target.workload().toString(),
            rehearsal.before(),
            JsonNodeFactory.instance.objectNode()));
  }

  @Override
  public Done swap(ResolvedTarget target, PlanRequest request, Rehearsal rehearsal) {
    Optional<WorkloadJson> there = standIn(target.workload());
    if (there.isPresent()) {
      return alreadyDone(there.get(), request);
    }
    StandIn standIn = StandIn.of(original(target), target, request);
    try {
      return done(workloads.create(WorkloadKind.POD, standIn.manifest()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return alreadyDone(standIn(target.workload()).orElseThrow(() -> e), request);
    }
  }

  private WorkloadJson original(ResolvedTarget target) {
    return workloads
        .read(target.workload())
        .orElseThrow(() -> Unsuitable.vanished(target.workload()));
  }

  /// The client repeats a write whose answer was lost; the repetition finds our own stand-in.
  private static Done alreadyDone(WorkloadJson standIn, PlanRequest request) {
    if (!SessionRecord.of(standIn).session().equals(request.sessionId())) {
      Mark.requireUnmarked(standIn);
    }
    return done(standIn);
  }

  private static Done done(WorkloadJson standIn) {
    SessionRecord session = SessionRecord.of(standIn);
    return new Done(session, standIn.tunnelPort(session), 0, Optional.empty());
  }

  /// One that runs, if there are several: somebody may have deleted the other.
  private Optional<WorkloadJson> standIn(Workload pod) {
    List<WorkloadJson> all =
        workloads.list(WorkloadKind.POD).stream()
            .filter(one -> one.workload().equals(pod))
            .toList();
    return all.stream()
        .filter(one -> !isStopping(one))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  private static boolean isStopping(WorkloadJson pod) {
    return pod.root().at("/metadata").has("deletionTimestamp");
  }

  @Override
  public Optional<SessionRecord> session(Workload workload) {
    return standIn(workload).map(SessionRecord::of);
  }

  /// Deletes the original for a stand-in that serves, unless the session is being undone.
  ///
  /// @param session whose stand-in it is
  void replaceOriginal(Workload workload, String session) {
    Optional<WorkloadJson> standIn =
        standIn(workload).filter(one -> SessionRecord.of(one).session().equals(session));
    if (standIn.isPresent()
        && (Phase.of(standIn.get()) == Phase.IN_PLACE
            || advance(standIn.get(), Phase.STANDBY, Phase.IN_PLACE))) {
      deleteOriginal(workload, PodRecord.of(standIn.get()));
    }
  }

  /// @return false if somebody else was faster
  private boolean advance(WorkloadJson standIn, Phase from, Phase to) {
    JsonPatch patch =
        new JsonPatch()
            .test("/metadata/uid", TextNode.valueOf(standIn.uid()))
            .test(Phase.PATH, TextNode.valueOf(from.toString()))
            .add(Phase.PATH, TextNode.valueOf(to.toString()));
    try {
      workloads.patch(standIn, patch);
      return true;
    } catch (KubernetesClientException e) {
      if (Workloads.isRefusedTest(e) && !isStill(standIn, from)) {
        return false;
      }
      throw e;
    }
  }

  private boolean isStill(WorkloadJson standIn, Phase phase) {
    return standIn(standIn.workload()).filter(one -> Phase.of(one) == phase).isPresent();
  }

  private void deleteOriginal(Workload workload, PodRecord record) {
    boolean done = false;
    while (!done) {
      Optional<WorkloadJson> original =
          workloads
              .read(workload)
              .filter(one -> one.uid().equals(record.uid()) && !isStopping(one));
      done = original.isEmpty() || workloads.delete(original.get());
    }
  }

  @Override
  public Restoration undo(Workload workload, Predicate<SessionRecord> which) {
    while (true) {
      Optional<WorkloadJson> found = standIn(workload);
      if (found.isEmpty()) {
        return restoration(
            workload,
            workloads.read(workload).isPresent() ? Outcome.NOTHING_TO_RESTORE : Outcome.GONE,
            List.of());
      }
      WorkloadJson standIn = found.get();
      PodRecord record = PodRecord.of(standIn);
      if (!which.test(record.session())) {
        return restoration(workload, Outcome.ANOTHERS, List.of());
      }
      switch (Phase.of(standIn)) {
        case STANDBY -> advance(standIn, Phase.STANDBY, Phase.LEAVING); // looked at again
        case LEAVING -> {
          deleteStandIns(workload);
          return restoration(workload, Outcome.RESTORED, deletedMeanwhile(workload));
        }
        case IN_PLACE -> {
          return restoration(workload, Outcome.RESTORED, makeAgain(workload, record));
        }
      }
    }
  }

  private static Restoration restoration(
      Workload workload, Outcome outcome, List<String> foreignEdits) {
    return new Restoration(workload, outcome, 0, foreignEdits);
  }

  private List<String> deletedMeanwhile(Workload workload) {
    return workloads.read(workload).isPresent()
        ? List.of()
        : List.of("%s was deleted by somebody else, and is left so".formatted(workload));
  }

  /// Makes the original if its name is free; otherwise the next [#help] does.
  ///
  /// @return what somebody else has made of it
  private List<String> makeAgain(Workload workload, PodRecord record) {
    deleteOriginal(workload, record); // a session may have died just before it did
    Optional<WorkloadJson> there = workloads.read(workload);
    if (there.isEmpty()) {
      try {
        workloads.create(WorkloadKind.POD, record.manifest());
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e; // else somebody was faster: it is there
        }
      }
      return List.of();
    }
    return there
        .filter(one -> !isStopping(one) && !PodManifest.isMade(one.root(), record.manifest()))
        .map(
            other ->
                List.of(
                    "%s was made by somebody else, otherwise than it was, and is left as it is"
                        .formatted(workload)))
        .orElse(List.of());
  }

  /// The name of an original that was stopping may be free by now.
  @Override
  public void help(Workload workload) {
    standIn(workload)
        .filter(one -> Phase.of(one) == Phase.IN_PLACE)
        .ifPresent(one -> makeAgain(workload, PodRecord.of(one)));
  }

  /// The stand-ins have done their service.
  @Override
  public List<String> finish(Workload workload) {
    deleteStandIns(workload);
    return List.of();
  }

  private void deleteStandIns(Workload workload) {
    boolean done = false;
    while (!done) {
      done =
          workloads.list(WorkloadKind.POD).stream()
              .filter(one -> one.workload().equals(workload) && !isStopping(one))
              .allMatch(workloads::delete);
    }
  }

  /// Whether the pod or a stand-in is there by now, though a watch may not have told so yet.
  private boolean isServed(Workload pod) {
    return workloads.read(pod).isPresent()
        || standIn(pod).filter(one -> !isStopping(one) && !isFinished(one)).isPresent();
  }

  private static boolean isFinished(WorkloadJson pod) {
    return FINISHED.contains(pod.root().at("/status/phase").asText());
  }

  /// Makes a stand-in anew that had the original's place, and that was deleted by somebody, or
  /// evicted: nothing else would.
  ///
  /// @param lost as it was last seen
  void standInAgain(WorkloadJson lost) {
    if (Phase.of(lost) != Phase.IN_PLACE || isServed(lost.workload())) {
      return;
    }
    for (int number = 2; number < MOST_STAND_INS; number++) {
      try {
        workloads.create(WorkloadKind.POD, StandIn.another(lost, number));
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e; // else one of that number was deleted before
        }
      }
    }
  }
}
