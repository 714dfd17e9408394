package dev.hawser.benchmarks;

import dev.hawser.agent.Agent;
import dev.hawser.agent.AgentStartException;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.EndpointSettings;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.TcpCarrier;
import dev.hawser.tunnel.security.SessionCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// Agent and endpoint of the product, linked over loopback with mutual TLS: what connects to the
/// agent's port comes out at a port of this process.
final class Tunnel implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LOOPBACK = "127.0.0.1";

  private final Endpoint endpoint;
  private final Agent agent;

  private Tunnel(Endpoint endpoint, Agent agent) {
    this.endpoint = endpoint;
    this.agent = agent;
  }

  static Tunnel to(int localPort) throws IOException {
    int servedPort = freePort();
    SessionCertificate certificate = SessionCertificate.generate();
    Endpoint endpoint =
        Endpoint.start(
            new EndpointSettings(
                certificate,
                "benchmark",
                "default",
                List.of(new InboundPort(servedPort, localPort)),
                LinkSettings.DEFAULT_GRACE,
                OptionalInt.empty()));
    endpoint.receive();
    try {
      Agent agent =
          Agent.start(
              new AgentSettings(
                  certificate.fingerprint(),
                  List.of(servedPort),
                  List.of(),
                  0,
                  0,
                  LOOPBACK,
                  LOOPBACK,
                  "/",
                  LinkSettings.DEFAULT_GRACE));
      endpoint.link(
          "agent",
          0,
          new TcpCarrier(new InetSocketAddress(LOOPBACK, agent.tunnelPort())),
          agent.fingerprint(),
          LIMIT);
      return new Tunnel(endpoint, agent);
    } catch (AgentStartException e) {
      endpoint.close();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(LOOPBACK, agent.listenPorts().getFirst());
    socket.setTcpNoDelay(true);
    return socket;
  }

  @Override
  public void close() {
    endpoint.close();
    agent.close();
  }
}
