package dev.hawser.cluster.plan.neighbours;

import java.util.stream.Stream;

/// A rollout does not ask disruption budgets; whoever drains a node does.
final class DisruptionBudgets {
  private DisruptionBudgets() {}

  static Stream<String> warnings(Scene scene) {
    return scene.neighbours().all(NeighbourKind.DISRUPTION_BUDGET).stream()
        .filter(budget -> LabelSelectors.selects(budget.at("/spec/selector"), scene.podLabels()))
        .map(
            budget ->
                ("PodDisruptionBudget %s counts an agent without a link as unavailable, and may keep"
                        + " nodes from being drained then")
                    .formatted(Scene.name(budget)));
  }
}
