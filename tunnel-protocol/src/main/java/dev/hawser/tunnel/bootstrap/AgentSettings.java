package dev.hawser.tunnel.bootstrap;

import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.security.Fingerprint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the agent is told when its container is written into the pod: environment variables,
/// because they need neither a volume nor a command line. Nothing in it is secret.
///
/// @param endpoint the only certificate whose owner may open a link
/// @param listenPorts ports that the replaced container served, each opened by the agent
/// @param volumeMounts paths at which the container has volumes mounted
/// @param tunnelPort where the agent waits for links, on [#tunnelAddress] only
/// @param probePort where `/ready`, `/live` and `/metrics` are answered
/// @param tunnelAddress the pod's loopback; the sandbox's pods share a machine and have their own
/// @param bindAddress the address of [#listenPorts] and [#probePort]
/// @param volumeRoot what [#volumeMounts] lie below: `/`, but for the sandbox's pods
/// @param grace how long connections wait for the line when it breaks
public record AgentSettings(
    Fingerprint endpoint,
    List<Integer> listenPorts,
    List<String> volumeMounts,
    int tunnelPort,
    int probePort,
    String tunnelAddress,
    String bindAddress,
    String volumeRoot,
    Duration grace) {

  public static final String PREFIX = "HAWSER_";
  public static final String ENDPOINT_FINGERPRINT = PREFIX + "ENDPOINT_FINGERPRINT";
  public static final String LISTEN_PORTS = PREFIX + "LISTEN_PORTS";
  public static final String VOLUME_MOUNTS = PREFIX + "VOLUME_MOUNTS";
  public static final String TUNNEL_PORT = PREFIX + "TUNNEL_PORT";
  public static final String PROBE_PORT = PREFIX + "PROBE_PORT";
  public static final String TUNNEL_ADDRESS = PREFIX + "TUNNEL_ADDRESS";
  public static final String BIND_ADDRESS = PREFIX + "BIND_ADDRESS";
  public static final String VOLUME_ROOT = PREFIX + "VOLUME_ROOT";
  public static final String GRACE_SECONDS = PREFIX + "GRACE_SECONDS";

  /// Where Kubernetes mounts the service account's token, which no workload's manifest tells of.
  public static final String SERVICE_ACCOUNT_MOUNT =
      "/var/run/secrets/kubernetes.io/serviceaccount";

  /// Variables of the container that would steer the agent's own JVM. They are renamed while the
  /// agent runs, with [#KEPT] before the name, and the agent hands them over by their own.
  public static final Set<String> STEERING_JVMS =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  public static final String KEPT = PREFIX + "KEPT_";

  public static final int DEFAULT_TUNNEL_PORT = 17170;
  public static final int DEFAULT_PROBE_PORT = 17171;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ANY = "0.0.0.0";
  private static final String ROOT = "/";
  private static final String PATH_SEPARATOR = ":"; // Kubernetes forbids it in a mountPath

  public AgentSettings {
    listenPorts = List.copyOf(listenPorts);
    volumeMounts = List.copyOf(volumeMounts);
  }

  /// In a pod of a real cluster: the tunnel on the pod's loopback, the rest on every address.
  public static AgentSettings inPod(
      Fingerprint endpoint,
      List<Integer> listenPorts,
      List<String> volumeMounts,
      int tunnelPort,
      int probePort,
      Duration grace) {
    return new AgentSettings(
        endpoint, listenPorts, volumeMounts, tunnelPort, probePort, LOOPBACK, ANY, ROOT, grace);
  }

  /// The variables to write into the container; addresses are left to their defaults, for the node
  /// may know better.
  public Map<String, String> toEnvironment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(ENDPOINT_FINGERPRINT, endpoint.text());
    variables.put(
        LISTEN_PORTS, listenPorts.stream().map(String::valueOf).collect(Collectors.joining(",")));
    variables.put(VOLUME_MOUNTS, String.join(PATH_SEPARATOR, volumeMounts));
    variables.put(TUNNEL_PORT, String.valueOf(tunnelPort));
    variables.put(PROBE_PORT, String.valueOf(probePort));
    variables.put(GRACE_SECONDS, String.valueOf(grace.toSeconds()));
    return variables;
  }

  /// @throws IllegalArgumentException naming the variable that is missing or malformed
  public static AgentSettings fromEnvironment(Map<String, String> environment) {
    String endpoint = environment.get(ENDPOINT_FINGERPRINT);
    if (endpoint == null) {
      throw new IllegalArgumentException(
          ENDPOINT_FINGERPRINT + ": missing (expected: the endpoint's fingerprint)");
    }
    return new AgentSettings(
        new Fingerprint(endpoint),
        list(environment, LISTEN_PORTS, ",").map(text -> port(LISTEN_PORTS, text)).toList(),
        list(environment, VOLUME_MOUNTS, PATH_SEPARATOR).toList(),
        value(environment, TUNNEL_PORT, DEFAULT_TUNNEL_PORT, text -> port(TUNNEL_PORT, text)),
        value(environment, PROBE_PORT, DEFAULT_PROBE_PORT, text -> port(PROBE_PORT, text)),
        value(environment, TUNNEL_ADDRESS, LOOPBACK, Function.identity()),
        value(environment, BIND_ADDRESS, ANY, Function.identity()),
        value(environment, VOLUME_ROOT, ROOT, Function.identity()),
        value(environment, GRACE_SECONDS, LinkSettings.DEFAULT_GRACE, AgentSettings::grace));
  }

  private static Stream<String> list(
      Map<String, String> environment, String name, String separator) {
    String text = Objects.requireNonNullElse(environment.get(name), "");
    return Stream.of(text.split(separator)).map(String::strip).filter(part -> !part.isEmpty());
  }

  private static <T> T value(
      Map<String, String> environment, String name, T otherwise, Function<String, T> parse) {
    String text = environment.get(name);
    return text == null || text.isEmpty() ? otherwise : parse.apply(text);
  }

  private static Duration grace(String text) {
    try {
      int seconds = Integer.parseInt(text);
      if (seconds >= 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException notANumber) {
      // told below, as a negative number is
    }
    throw new IllegalArgumentException(
        "%s: %.80s (expected: a number of seconds)".formatted(GRACE_SECONDS, text));
  }

  private static int port(String name, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // told below, as a number out of range is
    }
    throw new IllegalArgumentException("%s: %.80s (expected: 1 to 65535)".formatted(name, text));
  }
}
