package dev.hawser.cluster.environment;

import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.target.ResolvedTarget;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A container of a target that runs what its manifest says, and not an agent.
///
/// @param container its specification, as admission left it
record OriginalContainer(Pod pod, Container container) {

  /// The oldest, which has had the time to start. Blocks.
  static Optional<OriginalContainer> find(KubernetesClient client, ResolvedTarget target) {
    @Nullable Deployment deployment =
        client
            .apps()
            .deployments()
            .inNamespace(target.workload().namespace())
            .withName(target.workload().name())
            .get();
    return deployment == null
        ? Optional.empty()
        : client
            .pods()
            .inNamespace(target.workload().namespace())
            .withLabelSelector(deployment.getSpec().getSelector())
            .list()
            .getItems()
            .stream()
            .filter(pod -> !isAgent(pod) && pod.getMetadata().getDeletionTimestamp() == null)
            .filter(pod -> isRunning(pod, target.container()))
            .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
            .flatMap(pod -> container(pod, target.container()))
            .findFirst();
  }

  private static boolean isAgent(Pod pod) {
    return pod.getMetadata().getAnnotations() != null
        && pod.getMetadata().getAnnotations().containsKey(Mark.ANNOTATION);
  }

  private static boolean isRunning(Pod pod, String container) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(container))
        .map(ContainerStatus::getState)
        .anyMatch(state -> state != null && state.getRunning() != null);
  }

  private static Stream<OriginalContainer> container(Pod pod, String name) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(name))
        .map(container -> new OriginalContainer(pod, container));
  }

  /// Whether process 1 is the container's own.
  boolean hasProcessesOfItsOwn() {
    return !Objects.equals(pod.getSpec().getShareProcessNamespace(), true)
        && !Objects.equals(pod.getSpec().getHostPID(), true);
  }

  String podName() {
    return pod.getMetadata().getName();
  }
}
