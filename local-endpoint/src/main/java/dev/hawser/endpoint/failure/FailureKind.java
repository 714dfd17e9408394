package dev.hawser.endpoint.failure;

/// The sorts of failure that a user can do something about, and the exit code of each.
public enum FailureKind {
  INTERNAL(1),
  USAGE(2),
  CLUSTER_UNREACHABLE_OR_FORBIDDEN(3),
  TARGET_UNSUITABLE(4),
  LOCAL_PRIVILEGE_OR_PORT(5),
  RESTORE_INCOMPLETE(6),
  INTERRUPTED(130);

  private final int exitCode;

  FailureKind(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
