package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// How StatefulSets and DaemonSets replace their pods: what the API server fills in where nothing
/// is said, and what it refuses. Deployments' strategies are read with their defaults by the
/// controller.
final class UpdateStrategies {
  private static final String ROLLING = "RollingUpdate";
  private static final String ON_DELETE = "OnDelete";

  private UpdateStrategies() {}

  static void complete(ObjectKind kind, ObjectNode spec) {
    if (kind != ObjectKind.STATEFUL_SET && kind != ObjectKind.DAEMON_SET) {
      return;
    }
    if (!spec.hasNonNull("revisionHistoryLimit")) {
      spec.put("revisionHistoryLimit", 10);
    }
    ObjectNode strategy = spec.withObject("/updateStrategy");
    if (Json.text(strategy, "/type").isEmpty()) {
      strategy.put("type", ROLLING);
    }
    boolean rolls = Json.text(strategy, "/type").equals(ROLLING);
    if (kind == ObjectKind.STATEFUL_SET) {
      if (!spec.hasNonNull("podManagementPolicy")) {
        spec.put("podManagementPolicy", "OrderedReady");
      }
      if (!spec.hasNonNull("persistentVolumeClaimRetentionPolicy")) {
        spec.putObject("persistentVolumeClaimRetentionPolicy")
            .put("whenDeleted", "Retain")
            .put("whenScaled", "Retain");
      }
      if (rolls) {
        orElse(strategy.withObject("/rollingUpdate"), "partition", 0);
      }
    } else if (rolls) {
      ObjectNode rolling = strategy.withObject("/rollingUpdate");
      orElse(rolling, "maxUnavailable", 1);
      orElse(rolling, "maxSurge", 0);
    }
  }

  private static void orElse(ObjectNode object, String field, int value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }

  /// @throws StatusException 422
  static void check(ObjectKind kind, ObjectNode object) {
    if (kind != ObjectKind.STATEFUL_SET && kind != ObjectKind.DAEMON_SET) {
      return;
    }
    String name = Json.text(object, "/metadata/name");
    String type = Json.text(object, "/spec/updateStrategy/type");
    if (!type.equals(ROLLING) && !type.equals(ON_DELETE)) {
      throw StatusException.invalid(
          kind,
          name,
          "spec.updateStrategy",
          "Invalid value: must be '%s' or '%s'".formatted(ROLLING, ON_DELETE));
    }
    if (kind == ObjectKind.STATEFUL_SET
        && type.equals(ON_DELETE)
        && object.at("/spec/updateStrategy").hasNonNull("rollingUpdate")) {
      throw StatusException.invalid(
          kind,
          name,
          "spec.updateStrategy.rollingUpdate",
          "Invalid value: only allowed for updateStrategy '" + ROLLING + "'");
    }
  }
}
