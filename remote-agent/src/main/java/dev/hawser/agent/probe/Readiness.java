package dev.hawser.agent.probe;

/// Whether traffic may be sent to this pod.
public sealed interface Readiness {
  record Ready() implements Readiness {}

  /// @param reason one line for whoever describes the pod
  record NotReady(String reason) implements Readiness {}
}
