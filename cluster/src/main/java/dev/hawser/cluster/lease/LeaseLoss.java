package dev.hawser.cluster.lease;

/// Why a session has its Lease no longer.
public sealed interface LeaseLoss {

  /// Somebody else has it.
  record TakenOver(Holder by) implements LeaseLoss {}

  /// It is gone, and so is the session's change: somebody has restored the original.
  record Restored() implements LeaseLoss {}
}
