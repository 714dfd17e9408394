package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.LineReport;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.rollout.AgentPod;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.endpoint.AgentLink;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.LinkEnd;
import dev.hawser.tunnel.session.LineState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private final LineNews news;
  private final Map<String, AgentPod> running = new ConcurrentHashMap<>();
  private final Set<AgentLink> links = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> firstLink = new CompletableFuture<>();
  private @Nullable AgentPods followed;

  AgentLinks(Endpoint endpoint, ConnectRequest request, Console console) {
    this.endpoint = endpoint;
    this.linksEach = request.links();
    this.console = console;
    this.news = new LineNews(request.grace(), Later.onThread("line news"), console);
  }

  /// How every line is now. May block.
  List<LineReport> report() {
    return news.report();
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
    WatchedLine line = news.watch(pod.name(), lane);
    int failures = 0;
    while (runs(pod) && (failures == 0 || sleep(pause(failures)))) {
      try {
        AgentLink link =
            endpoint.link(pod.name(), lane, pod.carrier(), pod.fingerprint(), LINK_LIMIT);
        failures = 1;
        keepUntilClosed(link, pod, line);
      } catch (IOException e) {
        failures++;
        LOG.info("no link to {}", pod.name(), e);
        line.onRefused(String.valueOf(e.getMessage()));
      }
    }
    news.forget(line);
  }

  private void keepUntilClosed(AgentLink link, AgentPod pod, WatchedLine line) {
    LOG.info("linked to {}", pod.name());
    links.add(link);
    line.onLinked(link::line);
    link.onLine(new LineOfAgent(line, () -> runs(pod), link::close));
    firstLink.complete(null);
    LinkEnd end = link.closed().toCompletableFuture().join();
    links.remove(link);
    if (runs(pod)) { // a pod's own end is no news
      switch (end) {
        case LinkEnd.Closed() -> line.onClosed();
        case LinkEnd.Lost(String reason) -> line.onReset(reason);
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
    news.close();
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
