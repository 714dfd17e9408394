package dev.hawser.cluster.target;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;

/// Says why a target cannot be connected to.
final class Unsuitable {
  private Unsuitable() {}

  static FailureException because(String what, String advice) {
    return new Failure(FailureKind.TARGET_UNSUITABLE, what, advice).asException();
  }
}
