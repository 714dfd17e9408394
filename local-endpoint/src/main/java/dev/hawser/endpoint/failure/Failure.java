package dev.hawser.endpoint.failure;

/// What a user is told when something cannot be done.
///
/// @param kind what sort of thing is wrong; decides the exit code
/// @param what what happened, to which object; one line, no full stop
/// @param advice what the user can do next; one line, no full stop
public record Failure(FailureKind kind, String what, String advice) {

  public FailureException asException() {
    return new FailureException(this, null);
  }

  public FailureException asException(Throwable cause) {
    return new FailureException(this, cause);
  }
}
