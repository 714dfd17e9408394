package dev.hawser.benchmarks.pair;

import dev.hawser.endpoint.AgentLink;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.EndpointSettings;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.security.Fingerprint;
import dev.hawser.tunnel.security.SessionCertificate;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// The product's endpoint. Prints its fingerprint, reads the agent's log on its standard input,
/// prints a line when the link is up, and fails when the link is over.
public final class EndpointMain {
  private static final Duration LINK_LIMIT = Duration.ofSeconds(20);

  private EndpointMain() {}

  public static void main(String[] arguments) throws IOException {
    PairPorts ports = PairPorts.fromEnvironment();
    SessionCertificate certificate = SessionCertificate.generate();
    Endpoint endpoint =
        Endpoint.start(
            new EndpointSettings(
                certificate,
                "benchmark",
                "default",
                List.of(new InboundPort(ports.listen(), ports.target())),
                LinkSettings.DEFAULT_GRACE,
                OptionalInt.empty()));
    endpoint.receive();
    System.out.println(certificate.fingerprint());
    AgentLink link = endpoint.link("agent", 0, ports.dialled(), readFingerprint(), LINK_LIMIT);
    System.out.println("linked");
    System.err.println("the link is over: " + link.closed().toCompletableFuture().join());
    System.exit(1);
  }

  private static Fingerprint readFingerprint() throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      var fingerprint = FingerprintLine.parse(line);
      if (fingerprint.isPresent()) {
        return fingerprint.get();
      }
    }
    throw new EOFException("the agent's log ended before its fingerprint");
  }
}
