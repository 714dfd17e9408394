package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.tunnel.frame.PeerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// The patch that takes a session's change back, by its record. Pure.
///
/// One write, but for a workload whose update strategy was changed: there the first brings the
/// original pods, and [#finish] puts the strategy back when they are there.
///
/// Only fields that still hold our value are touched. What somebody else has changed meanwhile is
/// theirs: it is left as it is, and told.
///
/// @param foreignEdits what was left, each a plain line
record UndoPatch(JsonPatch patch, List<String> foreignEdits) {
  private static final int SHOWN_CHARACTERS = 100;

  static UndoPatch of(WorkloadJson workload) {
    UndoRecord record = UndoRecord.of(workload);
    JsonPatch patch = workload.guardedPatch();
    List<String> foreignEdits = new ArrayList<>();
    String name = record.session().container();
    OptionalInt index = workload.containerIndex(name);
    if (index.isPresent()) {
      String path = workload.containerPath(index.getAsInt());
      JsonNode container = workload.container(index.getAsInt());
      patch.test(path + "/name", TextNode.valueOf(name));
      restoreFields(patch, path, container, record, foreignEdits);
      SteeringVariables.giveNamesBack(patch, path, container);
      removeFrom(
          patch,
          path + "/env",
          container.path("env"),
          one -> record.variables().contains(one.path("name").asText()));
      record
          .metricsPort()
          .ifPresent(
              port ->
                  removeFrom(
                      patch,
                      path + "/ports",
                      container.path("ports"),
                      one ->
                          one.path("name").asText().equals("metrics")
                              && one.path("containerPort").asInt() == port));
    } else {
      foreignEdits.add("container '%s' is no longer there".formatted(name));
    }
    if (record.lowPorts()) {
      LowPorts.forbid(patch, workload);
    }
    removeMark(patch, workload, workload.templateAnnotations());
    if (record.strategy().isEmpty()) {
      removeMark(patch, workload, WorkloadJson.ANNOTATIONS);
    }
    return new UndoPatch(patch, List.copyOf(foreignEdits));
  }

  /// What is left to do when no agents are left; the last trace goes with it.
  static UndoPatch finish(WorkloadJson workload) {
    JsonPatch patch = workload.guardedPatch();
    List<String> foreignEdits = new ArrayList<>();
    UndoRecord.of(workload)
        .strategy()
        .filter(strategy -> strategy.undo(patch, workload))
        .ifPresent(
            strategy ->
                foreignEdits.add(
                    "the update strategy was changed by somebody else and is left as it is"));
    removeMark(patch, workload, WorkloadJson.ANNOTATIONS);
    return new UndoPatch(patch, List.copyOf(foreignEdits));
  }

  private static void restoreFields(
      JsonPatch patch,
      String path,
      JsonNode container,
      UndoRecord record,
      List<String> foreignEdits) {
    for (Map.Entry<String, JsonNode> field : record.after().properties()) {
      String name = field.getKey();
      JsonNode now = valueOf(container, name);
      JsonNode before = valueOf(record.before(), name);
      if (now.equals(before)) {
        continue;
      }
      if (!now.equals(field.getValue())) {
        foreignEdits.add(
            "%s of container '%s' was changed by somebody else and is left as it is%s"
                .formatted(
                    name,
                    record.session().container(),
                    name.equals("image")
                        ? ": " + PeerText.clean(now.asText(), SHOWN_CHARACTERS)
                        : ""));
      } else if (before.isNull()) {
        patch.remove(path + "/" + name);
      } else {
        patch.add(path + "/" + name, before);
      }
    }
  }

  private static JsonNode valueOf(JsonNode object, String field) {
    return Optional.ofNullable(object.get(field)).orElse(NullNode.getInstance());
  }

  /// Removes entries of a list, and the list with its last one: the API server keeps no empty
  /// lists.
  private static void removeFrom(
      JsonPatch patch, String path, JsonNode list, Predicate<JsonNode> ours) {
    List<Integer> indices = new ArrayList<>();
    for (int i = list.size() - 1; i >= 0; i--) {
      if (ours.test(list.get(i))) {
        indices.add(i);
      }
    }
    if (!indices.isEmpty() && indices.size() == list.size()) {
      patch.remove(path);
    } else {
      indices.forEach(i -> patch.remove(path + "/" + i));
    }
  }

  private static void removeMark(JsonPatch patch, WorkloadJson workload, String path) {
    JsonNode annotations = workload.root().at(path);
    if (annotations.has(Mark.ANNOTATION)) {
      patch.remove(annotations.size() == 1 ? path : path + "/" + JsonPatch.escape(Mark.ANNOTATION));
    }
  }
}
