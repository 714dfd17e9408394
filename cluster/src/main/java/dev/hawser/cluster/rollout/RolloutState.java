package dev.hawser.cluster.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far a Deployment's rollout has come, counting from the write that started it.
///
/// @param desired the number of pods that there shall be
/// @param updated pods of the newest template
/// @param ready pods that answer their readiness probe, old ones included
/// @param all pods, old ones included, but for those that are being stopped
/// @param current false as long as the controller has not seen the write
record RolloutState(int desired, int updated, int ready, int all, boolean current) {

  /// @param generation the Deployment's after the write
  static RolloutState of(Deployment deployment, long generation) {
    @Nullable DeploymentStatus status = deployment.getStatus();
    int desired = Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    if (status == null) {
      return new RolloutState(desired, 0, 0, 0, false);
    }
    return new RolloutState(
        desired,
        number(status.getUpdatedReplicas()),
        number(status.getReadyReplicas()),
        number(status.getReplicas()),
        Objects.requireNonNullElse(status.getObservedGeneration(), 0L) >= generation);
  }

  private static int number(@Nullable Integer count) {
    return Objects.requireNonNullElse(count, 0);
  }

  /// Every pod is of the newest template and ready, and no other pod is left.
  boolean isComplete() {
    return current && updated == desired && ready == desired && all == desired;
  }
}
