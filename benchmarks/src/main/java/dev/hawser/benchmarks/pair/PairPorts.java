package dev.hawser.benchmarks.pair;

import dev.hawser.tunnel.link.TcpCarrier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// Ports on loopback, as whoever measures names them in the environment.
///
/// @param listen connections are taken here
/// @param target and come out here
/// @param carrier the agent waits for the link here
/// @param dial the endpoint dials the link here: the carrier's port, or a slow network before it
record PairPorts(int listen, int target, int carrier, int dial) {

  static PairPorts fromEnvironment() {
    Map<String, String> environment = System.getenv();
    return new PairPorts(
        port(environment, "PEER_LISTEN"),
        port(environment, "PEER_TARGET"),
        port(environment, "PEER_CARRIER"),
        port(environment, "PEER_DIAL"));
  }

  private static int port(Map<String, String> environment, String name) {
    String text = environment.get(name);
    if (text == null) {
      throw new IllegalArgumentException(name + ": missing (expected: a port)");
    }
    return Integer.parseInt(text);
  }

  TcpCarrier dialled() {
    return new TcpCarrier(loopback(dial));
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
