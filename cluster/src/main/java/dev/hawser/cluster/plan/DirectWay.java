package dev.hawser.cluster.plan;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// That agents are dialled straight, where they are reached so.
///
/// @param through the address of a NodePort or a LoadBalancer that leads to the agents' tunnel
///     port; each pod's own where empty
public record DirectWay(Optional<InetSocketAddress> through) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]):(?<port>[0-9]{1,5})");

  /// To each pod's own address.
  public static final DirectWay TO_PODS = new DirectWay(Optional.empty());

  /// @param text `HOST:PORT`, an IPv6 address in brackets; empty if it is neither
  public static Optional<DirectWay> through(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group("port"));
    String host = matcher.group("host").replaceAll("[\\[\\]]", "");
    return port > 0 && port < 65536
        ? Optional.of(new DirectWay(Optional.of(InetSocketAddress.createUnresolved(host, port))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return through
        .map(address -> address.getHostString() + ":" + address.getPort())
        .orElse("the pods' own addresses");
  }
}
