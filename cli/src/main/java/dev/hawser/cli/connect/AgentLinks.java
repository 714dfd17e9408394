package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.rollout.AgentPod;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.endpoint.AgentLink;
import dev.hawser.endpoint.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a link to every agent for as long as the agent runs: made when it appears, made again when
/// the line broke.
final class AgentLinks implements AgentPods.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLinks.class);
  private static final Duration LINK_LIMIT = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final Console console;
  private final Map<String, AgentPod> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> firstLink = new CompletableFuture<>();

  AgentLinks(Endpoint endpoint, Console console) {
    this.endpoint = endpoint;
    this.console = console;
  }

  /// Completed when the first agent is linked.
  CompletableFuture<Void> firstLink() {
    return firstLink;
  }

  @Override
  public void onAgent(AgentPod pod) {
    running.put(pod.name(), pod);
    Thread.ofVirtual().name("link to " + pod.name()).start(() -> keepLinked(pod));
  }

  @Override
  public void onAgentGone(String podName) {
    running.remove(podName);
  }

  @Override
  public void onProgress(String text) {
    console.tell(new Event.Note(text));
  }

  private void keepLinked(AgentPod pod) {
    Duration pause = FIRST_PAUSE;
    while (pod.equals(running.get(pod.name()))) {
      try {
        AgentLink link = endpoint.link(pod.name(), pod.carrier(), pod.fingerprint(), LINK_LIMIT);
        LOG.info("linked to {}", pod.name());
        firstLink.complete(null);
        pause = FIRST_PAUSE;
        link.closed().toCompletableFuture().handle((ended, broken) -> ended).join();
        if (pod.equals(running.get(pod.name()))) {
          LOG.info("link to {} ended", pod.name());
        }
      } catch (IOException e) {
        LOG.info("no link to {}", pod.name(), e);
        if (pod.equals(running.get(pod.name()))) {
          console.tell(
              new Event.Note("no link to pod %s yet: %s".formatted(pod.name(), e.getMessage())));
        }
      }
      if (!sleep(pause)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
