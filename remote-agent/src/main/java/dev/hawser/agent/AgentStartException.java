package dev.hawser.agent;

/// The agent cannot do its work in this pod; the message is one line for the pod's log.
public final class AgentStartException extends Exception {
  AgentStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
