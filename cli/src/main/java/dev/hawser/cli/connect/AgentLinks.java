package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.rollout.AgentPod;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.endpoint.AgentLink;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.LinkEnd;
import dev.hawser.tunnel.session.LineState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps links to every agent for as long as the agent runs: made when it appears, and made anew
/// when one is over, for the line stayed broken beyond the grace period. Closing ends the following
/// of agents, not the links, which are the endpoint's.
final class AgentLinks implements AgentPods.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLinks.class);
  private static final Duration LINK_LIMIT = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final int linksEach;
  private final Console console;
  private final Map<String, AgentPod> running = new ConcurrentHashMap<>();
  private final Set<AgentLink> links = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> firstLink = new CompletableFuture<>();
  private @Nullable AgentPods followed;

  /// @param linksEach how many to each agent
  AgentLinks(Endpoint endpoint, int linksEach, Console console) {
    this.endpoint = endpoint;
    this.linksEach = linksEach;
    this.console = console;
  }

  /// Starts to follow the agents that a swap brings about; call once.
  AgentPods follow(Swap swap) {
    AgentPods agents = swap.agents(this);
    followed = agents;
    return agents;
  }

  /// Completed when the first agent is linked.
  CompletableFuture<Void> firstLink() {
    return firstLink;
  }

  @Override
  public void onAgent(AgentPod pod) {
    running.put(pod.name(), pod);
    for (int i = 0; i < linksEach; i++) {
      int lane = i;
      Thread.ofVirtual().name("link to " + pod.name()).start(() -> keepLinked(pod, lane));
    }
  }

  /// What still waits for its line waits in vain.
  @Override
  public void onAgentGone(String podName) {
    running.remove(podName);
    links.stream()
        .filter(link -> link.agentName().equals(podName))
        .filter(link -> link.line() instanceof LineState.Down)
        .forEach(AgentLink::close);
  }

  @Override
  public void onProgress(String text) {
    console.tell(new Event.Note(text));
  }

  private boolean runs(AgentPod pod) {
    return pod.equals(running.get(pod.name()));
  }

  private void keepLinked(AgentPod pod, int lane) {
    int failures = 0;
    String told = "";
    while (runs(pod) && (failures == 0 || sleep(pause(failures)))) {
      try {
        AgentLink link =
            endpoint.link(pod.name(), lane, pod.carrier(), pod.fingerprint(), LINK_LIMIT);
        LOG.info("linked to {}", pod.name());
        links.add(link);
        link.onLine(new LineNews(pod.name(), () -> runs(pod), console));
        if (firstLink.isDone() && failures > 0) {
          console.tell(new Event.Note("pod %s is linked".formatted(pod.name())));
        }
        firstLink.complete(null);
        LinkEnd end = link.closed().toCompletableFuture().join();
        links.remove(link);
        failures = 1;
        if (runs(pod) && end instanceof LinkEnd.Lost(String reason)) {
          console.tell(
              new Event.Warning(
                  "the connections through pod %s were reset: %s; connecting anew"
                      .formatted(pod.name(), reason)));
        }
      } catch (IOException e) {
        LOG.info("no link to {}", pod.name(), e);
        String reason = String.valueOf(e.getMessage());
        if (runs(pod) && ++failures > 1 && !reason.equals(told)) { // a pod's own end is no news
          told = reason;
          console.tell(new Event.Note(reason));
        }
      }
    }
  }

  private static Duration pause(int failures) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  @Override
  public void close() {
    if (followed != null) {
      followed.close();
    }
    running.clear();
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
