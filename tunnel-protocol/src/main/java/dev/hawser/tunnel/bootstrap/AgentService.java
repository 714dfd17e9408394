package dev.hawser.tunnel.bootstrap;

import java.util.Optional;
import java.util.stream.Stream;

/// What an agent serves itself on a stream of protocol SERVICE; the stream's destination names it.
public enum AgentService {
  /// The container's variables, each `NAME=VALUE` followed by a zero byte, then the end.
  ENVIRONMENT("environment"),
  /// A POSIX tar of what is mounted at [AgentSettings#volumeMounts]: absolute paths without the
  /// leading slash, symbolic links as links, modes as in the pod. The [ServiceRequest] names
  /// paths at or below mounts, which then come whatever their size; where it names none, all
  /// mounts come but those that are too large.
  ///
  /// What is left out has an entry too: an empty file at its path with the extended header
  /// [#SKIPPED], whose value says why. It comes after the file's own entry where that turned out
  /// to be incomplete.
  VOLUMES("volumes"),
  /// Mounts that the kubelet has written anew, as they are noticed, until the endpoint resets the
  /// stream. The [ServiceRequest] names mounts, each followed by the target that the reader has of
  /// the mount's link `..data`; the answer is the mount's path, each followed by a zero byte.
  VOLUME_CHANGES("volume-changes"),
  /// Nothing is sent: for as long as the endpoint keeps the stream open, the local process takes
  /// calls, and the agent may be ready.
  RECEPTION("reception");

  /// How the reason of a mount begins that [#VOLUMES] leaves out for its size.
  public static final String TOO_LARGE = "larger than ";

  /// A pax header (POSIX.1-2017, pax) of our own, in vendor form.
  public static final String SKIPPED = "HAWSER.skipped";

  private final String destination;

  AgentService(String destination) {
    this.destination = destination;
  }

  /// The one that the host of a stream's destination names, if one has that name.
  public static Optional<AgentService> named(String host) {
    return Stream.of(values()).filter(service -> service.destination.equals(host)).findFirst();
  }

  /// The host of the stream's destination.
  public String destination() {
    return destination;
  }
}
