package dev.hawser.cluster.target;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;

/// Says why a target cannot be connected to.
public final class Unsuitable {
  private Unsuitable() {}

  static FailureException because(String what, String advice) {
    return new Failure(FailureKind.TARGET_UNSUITABLE, what, advice).asException();
  }

  /// It was there a moment ago.
  public static FailureException vanished(Workload workload) {
    return because(
        "%s is no longer in namespace %s".formatted(workload, workload.namespace()),
        "connect again to see what is there now");
  }
}
