package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// What a StatefulSet does next with its pods, which it knows by their numbers: pure arithmetic,
/// after the controller's own (`stateful_set_control.go`), its stall included: where pods come in
/// order, one that is not ready keeps all others from being made, taken away or updated.
///
/// @param first the lowest number
/// @param replicas how many pods are wanted
/// @param partition how many of the lowest stay of the revision that they have
/// @param parallel whether pods are made and taken away without waiting for each other
/// @param onDelete whether only a pod's deletion brings it to the new revision
record Ordinals(int first, int replicas, int partition, boolean parallel, boolean onDelete) {

  /// A pod as the arithmetic sees it.
  ///
  /// @param revision the name of the one that it was made of
  /// @param ended whether its containers have ended for good
  record Member(String revision, boolean ready, boolean terminating, boolean ended) {
    boolean isHealthy() {
      return ready && !terminating;
    }
  }

  /// One write.
  sealed interface Step {
    int ordinal();

    /// @param updated whether of the new revision
    record Create(int ordinal, boolean updated) implements Step {}

    record Delete(int ordinal) implements Step {}
  }

  static Ordinals of(JsonNode set) {
    JsonNode spec = set.path("spec");
    return new Ordinals(
        Json.number(spec, "/ordinals/start", 0),
        Json.number(spec, "/replicas", 1),
        Json.number(spec, "/updateStrategy/rollingUpdate/partition", 0),
        Json.text(spec, "/podManagementPolicy").equals("Parallel"),
        Json.text(spec, "/updateStrategy/type").equals("OnDelete"));
  }

  /// The writes to do now; empty when there is nothing to do until pods change.
  ///
  /// @param update the name of the new revision
  List<Step> next(NavigableMap<Integer, Member> pods, String update) {
    List<Step> steps = new ArrayList<>();
    if (fill(pods, steps) && shrink(pods, steps) && !onDelete) {
      update(pods, update, steps);
    }
    return steps;
  }

  private int end() {
    return first + replicas;
  }

  /// @return whether to go on
  private boolean fill(NavigableMap<Integer, Member> pods, List<Step> steps) {
    for (int ordinal = first; ordinal < end(); ordinal++) {
      Member member = pods.get(ordinal);
      if (member == null) {
        steps.add(new Step.Create(ordinal, onDelete || ordinal >= first + partition));
      } else if (member.ended() && !member.terminating()) {
        steps.add(new Step.Delete(ordinal)); // to be made again
      }
      if (!parallel && !isHealthy(member)) {
        return false;
      }
    }
    return true;
  }

  /// @return whether to go on
  private boolean shrink(NavigableMap<Integer, Member> pods, List<Step> steps) {
    List<Integer> surplus =
        pods.keySet().stream().filter(ordinal -> ordinal < first || ordinal >= end()).toList();
    int firstUnhealthy =
        surplus.stream().filter(ordinal -> !isHealthy(pods.get(ordinal))).findFirst().orElse(-1);
    for (int ordinal : surplus.reversed()) {
      Member member = pods.get(ordinal);
      boolean terminating = member != null && member.terminating();
      boolean waits = terminating || (!isHealthy(member) && ordinal != firstUnhealthy);
      if (!parallel && waits) {
        return false;
      }
      if (!terminating) {
        steps.add(new Step.Delete(ordinal));
        if (!parallel) {
          return false;
        }
      }
    }
    return true;
  }

  /// From the highest down, one at a time, each after the one above it is ready.
  private void update(NavigableMap<Integer, Member> pods, String update, List<Step> steps) {
    for (int ordinal = end() - 1; ordinal >= first + partition; ordinal--) {
      Member member = pods.get(ordinal);
      if (member != null && !member.terminating() && !member.revision().equals(update)) {
        steps.add(new Step.Delete(ordinal));
        return;
      }
      if (!isHealthy(member)) {
        return;
      }
    }
  }

  private static boolean isHealthy(@Nullable Member member) {
    return member != null && member.isHealthy();
  }
}
