package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.rollout.RolloutWatch.Judgement;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The wait for a workload's pods to be agents, all of them and ready: bounded, and cut short by
/// whatever keeps them from starting. Originals that the controller leaves standing are deleted as
/// agents come. Used once, on one thread.
final class ServingWait {
  private static final Duration BETWEEN_LOOKS_AT_EVENTS = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final SessionRecord session;
  private final long generation;
  private final Map<String, String> silent;
  private final Changes changes;
  private final PodRemoval removal;
  private final Consumer<String> progress;
  private final Map<String, Duration> firstSeen = new HashMap<>(); // obstacles, by their words
  private final EventObstacles eventObstacles;
  private Duration lookedAtEvents = Duration.ZERO;
  private Optional<Obstacle> inEvents = Optional.empty();
  private String told = "";

  /// @param silent pods whose agent does not tell its fingerprint, and why
  ServingWait(
      KubernetesClient client,
      SessionRecord session,
      long generation,
      Map<String, String> silent,
      Changes changes,
      Consumer<String> progress) {
    this.client = client;
    this.changes = changes;
    this.removal = new PodRemoval(client, session.workload().namespace());
    this.session = session;
    this.generation = generation;
    this.silent = silent;
    this.progress = progress;
    this.eventObstacles = new EventObstacles(session.workload());
  }

  private sealed interface Verdict {
    record Serving() implements Verdict {}

    record Failed(Failure failure) implements Verdict {}
  }

  void await(RolloutWatch watch, Duration limit) {
    Verdict verdict =
        watch
            .await(limit, this::judge)
            .orElseGet(() -> new Verdict.Failed(outOfTime(watch.snapshot(), limit)));
    switch (verdict) {
      case Verdict.Serving() -> {}
      case Verdict.Failed(Failure failure) -> throw failure.asException();
    }
  }

  private Judgement<Verdict> judge(Snapshot snapshot, Duration elapsed) {
    if (snapshot.isGone()) {
      return failed("it was deleted meanwhile", "there is nothing to put back");
    }
    List<Pod> agents = snapshot.agents(session.session());
    RolloutState state = state(snapshot);
    if (state.isComplete() && state.desired() > 0 && !agents.isEmpty()) {
      return new Judgement<>(new Verdict.Serving(), Duration.ZERO);
    }
    Optional<Map.Entry<String, String>> mute = silent.entrySet().stream().findFirst();
    if (mute.isPresent()) {
      return failed(
          "pod %s runs, but %s".formatted(mute.get().getKey(), mute.get().getValue()),
          "is the image that of Hawser's agent, of the version of this command?");
    }
    Optional<Obstacle> obstacle =
        state.current()
            ? new Obstacles(session.container())
                .in(snapshot.workload().orElse(MissingNode.getInstance()), agents)
                .or(() -> toldByEvents(agents, elapsed))
            : Optional.empty();
    if (obstacle.isPresent()) {
      return judge(obstacle.get(), elapsed);
    }
    if (state.current()) {
      turnOver(snapshot);
    }
    tell(describe(state, agents));
    return new Judgement<>(null, BETWEEN_LOOKS_AT_EVENTS);
  }

  private RolloutState state(Snapshot snapshot) {
    return RolloutState.of(snapshot, generation, this::isOurs);
  }

  private boolean isOurs(Pod pod) {
    return Snapshot.isAgent(pod, session.session());
  }

  /// Nothing once the session is being undone, which whoever asked for the wait may do meanwhile.
  private void turnOver(Snapshot snapshot) {
    List<Pod> due = Turnover.due(snapshot, this::isOurs);
    if (due.isEmpty()) {
      return;
    }
    switch (snapshot.kind()) {
      case POD -> changes.replaceOriginal(session);
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> {
        if (isSwapped(snapshot)) {
          removal.remove(due);
        }
      }
    }
  }

  private boolean isSwapped(Snapshot snapshot) {
    return snapshot
        .workload()
        .map(one -> one.at(snapshot.kind().template() + "/metadata/annotations"))
        .filter(annotations -> annotations.path(Mark.ANNOTATION).asText().equals(session.session()))
        .isPresent();
  }

  /// Events are not watched: they are many, and seldom needed.
  private Optional<Obstacle> toldByEvents(List<Pod> agents, Duration elapsed) {
    if (elapsed.minus(lookedAtEvents).compareTo(BETWEEN_LOOKS_AT_EVENTS) >= 0) {
      lookedAtEvents = elapsed;
      inEvents = eventObstacles.in(events(), agents);
    }
    return inEvents;
  }

  /// Only a help, so that lacking the right is no matter.
  private List<Event> events() {
    try {
      return client.v1().events().inNamespace(session.workload().namespace()).list().getItems();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  private Judgement<Verdict> judge(Obstacle obstacle, Duration elapsed) {
    Duration since = firstSeen.computeIfAbsent(obstacle.pod() + obstacle.advice(), key -> elapsed);
    Duration left = obstacle.patience().minus(elapsed.minus(since));
    if (left.isPositive()) {
      tell(obstacle.what());
      return new Judgement<>(null, left);
    }
    return failed(
        obstacle.log() ? obstacle.what() + "; it said: " + lastWords(obstacle) : obstacle.what(),
        obstacle.advice());
  }

  private String lastWords(Obstacle obstacle) {
    return new AgentLog(client, session.workload().namespace(), obstacle.pod(), session.container())
        .lastWords();
  }

  private Judgement<Verdict> failed(String what, String advice) {
    return new Judgement<>(new Verdict.Failed(failure(what, advice)), Duration.ZERO);
  }

  private Failure failure(String what, String advice) {
    return new Failure(
        FailureKind.TARGET_UNSUITABLE, "%s: %s".formatted(session.workload(), what), advice);
  }

  private Failure outOfTime(Snapshot snapshot, Duration limit) {
    List<Pod> agents = snapshot.agents(session.session());
    String where = snapshot.isGone() ? "" : describe(state(snapshot), agents);
    return failure(
        "not all of its pods became ready agents within %d s: %s%s"
            .formatted(limit.toSeconds(), where, warnings(agents)),
        "see kubectl -n %s describe %s, or give it more time"
            .formatted(session.workload().namespace(), session.workload()));
  }

  /// The newest warning about one of the pods.
  private String warnings(List<Pod> agents) {
    List<String> names = agents.stream().map(pod -> pod.getMetadata().getName()).toList();
    return events().stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> names.contains(event.getInvolvedObject().getName()))
        .reduce((earlier, later) -> later)
        .map(ServingWait::words)
        .orElse("");
  }

  private static String words(Event event) {
    return "; "
        + PeerText.clean(event.getReason() + ": " + Objects.toString(event.getMessage(), ""), 300);
  }

  private static String describe(RolloutState state, List<Pod> agents) {
    long ready = agents.stream().filter(Snapshot::isReady).count();
    return "%d of %d agents started, %d ready".formatted(agents.size(), state.desired(), ready);
  }

  private void tell(String text) {
    if (!text.equals(told)) {
      told = text;
      progress.accept(text);
    }
  }
}
