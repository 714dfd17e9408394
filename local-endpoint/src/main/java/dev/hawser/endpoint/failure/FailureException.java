package dev.hawser.endpoint.failure;

import org.jspecify.annotations.Nullable;

/// Carries a [Failure] to the command that prints it.
public final class FailureException extends RuntimeException {
  private final transient Failure failure;

  FailureException(Failure failure, @Nullable Throwable cause) {
    super(failure.what() + ": " + failure.advice(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
