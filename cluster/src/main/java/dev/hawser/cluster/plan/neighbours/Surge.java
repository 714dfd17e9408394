package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.target.WorkloadKind;

/// Whether new pods come before old ones go when a workload's template changes.
enum Surge {
  /// No old pod goes before a new one is ready, so there must be room for one more.
  REQUIRED,
  /// New pods come while old ones may go, so room is made if there is none.
  POSSIBLE,
  /// An old pod goes first.
  NEVER;

  /// By the Deployment controller's rules: surplus is rounded up, absence down.
  ///
  /// See [rolling
  /// updates](https://kubernetes.io/docs/concepts/workloads/controllers/deployment/).
  static Surge of(WorkloadKind kind, JsonNode workload) {
    return switch (kind) {
      case DEPLOYMENT -> ofDeployment(workload.path("spec"));
      case DAEMON_SET -> ofDaemonSet(workload.path("spec"));
      case STATEFUL_SET, REPLICA_SET -> NEVER;
      case POD -> REQUIRED; // a stand-in is ready before the original goes
    };
  }

  /// On each node an old pod stays until the new one is ready, where that is asked for.
  private static Surge ofDaemonSet(JsonNode spec) {
    JsonNode surge = spec.at("/updateStrategy/rollingUpdate/maxSurge");
    return surge.isMissingNode() || surge.asText().matches("0%?") ? NEVER : REQUIRED;
  }

  private static Surge ofDeployment(JsonNode spec) {
    JsonNode strategy = spec.path("strategy");
    if (strategy.path("type").asText().equals("Recreate")) {
      return NEVER;
    }
    int replicas = spec.path("replicas").asInt(1);
    double more = count(strategy.at("/rollingUpdate/maxSurge"), replicas);
    double less = count(strategy.at("/rollingUpdate/maxUnavailable"), replicas);
    if (Math.ceil(more) == 0) {
      return NEVER;
    }
    return Math.floor(less) == 0 ? REQUIRED : POSSIBLE;
  }

  private static double count(JsonNode value, int replicas) {
    if (value.isInt()) {
      return value.asInt();
    }
    String percent = value.asText("25%").replace("%", "");
    return replicas * Double.parseDouble(percent.isEmpty() ? "25" : percent) / 100;
  }
}
