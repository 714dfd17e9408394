package dev.hawser.tunnel.bootstrap;

/// What an agent serves itself on a stream of protocol SERVICE; the stream's destination names it.
public enum AgentService {
  /// The container's variables, each `NAME=VALUE` followed by a zero byte, then the end.
  ENVIRONMENT("environment"),
  /// A POSIX tar of what is mounted at [AgentSettings#volumeMounts]: absolute paths without the
  /// leading slash, symbolic links as links, modes as in the pod.
  VOLUMES("volumes");

  private final String destination;

  AgentService(String destination) {
    this.destination = destination;
  }

  /// The host of the stream's destination.
  public String destination() {
    return destination;
  }
}
