package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what keeps a session's pods from starting. Pure.
final class Obstacles {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration A_MOMENT = Duration.ofSeconds(3);

  /// A scheduler that waits for a node of an autoscaler, or for a preemption, says so at once too.
  private static final Duration SCHEDULING = Duration.ofSeconds(15);

  private final String container;

  /// @param container the one whose place the agent has taken
  Obstacles(String container) {
    this.container = container;
  }

  /// The first obstacle there is.
  ///
  /// @param workload of any kind; Deployments and ReplicaSets have a condition that tells that they
  ///     can make no pods
  Optional<Obstacle> in(JsonNode workload, List<Pod> agents) {
    return Stream.concat(
            agents.stream().filter(pod -> !Snapshot.isStopping(pod)).flatMap(this::ofPod),
            conditions(workload))
        .findFirst();
  }

  private static Stream<Obstacle> conditions(JsonNode workload) {
    return workload
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals("ReplicaFailure"))
        .filter(condition -> condition.path("status").asText().equals("True"))
        .map(
            condition ->
                new Obstacle(
                    "",
                    "no agent's pod can be created: "
                        + PeerText.clean(condition.path("message").asText()),
                    "see the namespace's PodSecurity level, quota and admission policies",
                    A_MOMENT,
                    false));
  }

  private Stream<Obstacle> ofPod(Pod pod) {
    return Stream.concat(scheduling(pod), containers(pod));
  }

  private static Stream<Obstacle> scheduling(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("PodScheduled"))
        .filter(condition -> condition.getStatus().equals("False"))
        .map(
            condition ->
                new Obstacle(
                    name(pod),
                    "pod %s cannot be scheduled: %s"
                        .formatted(
                            name(pod), PeerText.clean(String.valueOf(condition.getMessage()))),
                    "make room on a node that fits it",
                    SCHEDULING,
                    false));
  }

  private Stream<Obstacle> containers(Pod pod) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .flatMap(status -> waiting(pod, status).stream());
  }

  private Optional<Obstacle> waiting(Pod pod, ContainerStatus status) {
    @Nullable ContainerStateWaiting waiting =
        status.getState() == null ? null : status.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Optional.empty();
    }
    boolean agent = status.getName().equals(container);
    String what =
        "%s of pod %s does not start: %s: %s"
            .formatted(
                agent ? "the agent" : "container " + status.getName(),
                name(pod),
                waiting.getReason(),
                PeerText.clean(
                    Objects.requireNonNullElse(waiting.getMessage(), "no reason given")));
    return switch (waiting.getReason()) {
      case "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName" ->
          Optional.of(
              new Obstacle(
                  name(pod),
                  what,
                  agent
                      ? "put the agent's image where the cluster's nodes find it (hawser agent-image"
                          + " makes it), and name it with --agent-image"
                      : "this container is not ours: see why its image cannot be pulled",
                  waiting.getMessage() == null ? A_MOMENT : AT_ONCE,
                  false));
      case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
          Optional.of(
              new Obstacle(
                  name(pod),
                  what,
                  "see kubectl describe pod " + name(pod) + ", and whether the image fits the node",
                  A_MOMENT,
                  false));
      case "CrashLoopBackOff" ->
          agent
              ? Optional.of(
                  new Obstacle(
                      name(pod),
                      what,
                      "is the image that of Hawser's agent, and made for this node?",
                      AT_ONCE,
                      true))
              : Optional
                  .empty(); // it may wait for the agent's ports, as it waited for the original's
      default -> Optional.empty();
    };
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
