package dev.hawser.cluster.carrier;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The protocols of a port-forward's WebSocket, the preferred one first; `docs/carriers.md` tells
/// why. All of them are offered in one request, and the server takes what it knows.
enum ForwardProtocol {
  /// SPDY/3.1 in a WebSocket. The API server takes it apart (1.30 with the feature gate
  /// `PortForwardWebsockets`, on from 1.31).
  SPDY("SPDY/3.1+portforward.k8s.io") {
    @Override
    Forwarding forwarding(int port, Forwarding.Pipe pipe) {
      return new SpdyForwarding(port, pipe);
    }
  },
  /// A byte for the channel before each message. The API server passes it on to the node.
  CHANNEL("v4.channel.k8s.io") {
    @Override
    Forwarding forwarding(int port, Forwarding.Pipe pipe) {
      return new ChannelForwarding(pipe);
    }
  };

  /// Names one of the constants, to offer no other.
  static final String CHOICE = "HAWSER_PORT_FORWARD";

  private final String subprotocol;

  ForwardProtocol(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  /// Its name in `Sec-WebSocket-Protocol`.
  String subprotocol() {
    return subprotocol;
  }

  abstract Forwarding forwarding(int port, Forwarding.Pipe pipe);

  /// @param environment of this process
  static List<ForwardProtocol> offered(Map<String, String> environment) {
    String choice = environment.getOrDefault(CHOICE, "");
    List<ForwardProtocol> chosen =
        Stream.of(values()).filter(one -> one.name().equalsIgnoreCase(choice)).toList();
    if (chosen.isEmpty() && !choice.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %.80s (expected: spdy or channel)".formatted(CHOICE, choice));
    }
    return chosen.isEmpty() ? List.of(values()) : chosen;
  }

  /// The one that a server chose of those offered.
  static Optional<ForwardProtocol> of(String subprotocol, List<ForwardProtocol> offered) {
    return offered.stream().filter(one -> one.subprotocol.equals(subprotocol)).findFirst();
  }
}
