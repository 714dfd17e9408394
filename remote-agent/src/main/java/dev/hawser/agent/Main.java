package dev.hawser.agent;

import dev.hawser.agent.listen.Lingering;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.bootstrap.FingerprintLine;
import java.security.Security;
import java.time.Duration;
import java.util.Map;

/// The process in the pod. The one line on its standard output is the fingerprint, which the
/// endpoint reads from the pod's log; everything else goes to standard error.
public final class Main {
  /// With [Lingering] well within the time that Kubernetes gives a container by default (30 s).
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);

  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String NAME_FOUND_SECONDS = "5";
  private static final String NAME_NOT_FOUND_SECONDS = "1";

  private Main() {}

  public static void main(String[] arguments) {
    // a Service's address may change during a session; the C library itself does not cache
    Security.setProperty("networkaddress.cache.ttl", NAME_FOUND_SECONDS);
    Security.setProperty("networkaddress.cache.negative.ttl", NAME_NOT_FOUND_SECONDS);
    int failure = run(System.getenv());
    if (failure != 0) {
      System.exit(failure);
    }
  }

  /// Starts the agent, which then runs until the process is told to end.
  ///
  /// @return 0, or the exit code if it could not be started
  static int run(Map<String, String> environment) {
    AgentSettings settings;
    try {
      settings = AgentSettings.fromEnvironment(environment);
    } catch (IllegalArgumentException e) {
      System.err.println("hawser-agent: bad settings: " + e.getMessage());
      return USAGE;
    }
    try {
      Agent agent = Agent.start(settings);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent), "end"));
      System.out.println(FingerprintLine.format(agent.fingerprint()));
      System.out.flush();
      return 0;
    } catch (AgentStartException e) {
      System.err.println("hawser-agent: " + e.getMessage());
      return FAILED;
    }
  }

  /// Being told to end is no failure, which is what the JVM would make of the signal.
  private static void end(Agent agent) {
    try {
      agent.linger(Lingering.DEFAULT);
    } catch (InterruptedException atOnce) {
      Thread.currentThread().interrupt();
    }
    agent.drain(DRAIN_LIMIT);
    agent.close();
    Runtime.getRuntime().halt(0);
  }
}
