package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what a target's name means in one namespace. Reads only; blocks.
public final class TargetResolver {
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final String namespace;

  public TargetResolver(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// @param container the container's name, if the user gave it
  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE
  public ResolvedTarget resolve(TargetName target, Optional<String> container) {
    Optional<Service> service = service(target);
    Deployment deployment = deployment(target, service);
    requireRunning(deployment);
    return ContainerChoice.choose(deployment, service, container);
  }

  /// The workload that a target means, whatever state it is in.
  public Workload workload(TargetName target) {
    return new Workload(
        WorkloadKind.DEPLOYMENT,
        namespace,
        deployment(target, service(target)).getMetadata().getName());
  }

  private Optional<Service> service(TargetName target) {
    if (target instanceof TargetName.OfWorkload(WorkloadKind kind, String name)) {
      if (kind != WorkloadKind.DEPLOYMENT) {
        throw Unsuitable.because(
            "%s/%s cannot be connected to yet".formatted(kind.shortName(), name),
            "name a Deployment, or a Service that one serves");
      }
      return Optional.empty();
    }
    @Nullable Service service =
        client.services().inNamespace(namespace).withName(target.name()).get();
    if (service == null && target instanceof TargetName.OfService) {
      throw unknown(
          "Service", target.name(), client.services().inNamespace(namespace).list().getItems());
    }
    return Optional.ofNullable(service);
  }

  private Deployment deployment(TargetName target, Optional<Service> service) {
    String name = service.map(this::behind).orElse(target.name());
    @Nullable Deployment deployment =
        client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment == null) {
      throw unknown(
          target instanceof TargetName.Bare ? "Service or Deployment" : "Deployment",
          name,
          available(target));
    }
    return deployment;
  }

  private List<HasMetadata> available(TargetName target) {
    List<HasMetadata> available =
        new ArrayList<>(client.apps().deployments().inNamespace(namespace).list().getItems());
    if (target instanceof TargetName.Bare) {
      available.addAll(client.services().inNamespace(namespace).list().getItems());
    }
    return available;
  }

  private RuntimeException unknown(
      String kind, String name, List<? extends HasMetadata> available) {
    List<String> names =
        available.stream().map(one -> one.getMetadata().getName()).distinct().sorted().toList();
    return Unsuitable.because(
        "there is no %s '%s' in namespace %s".formatted(kind, name, namespace),
        names.isEmpty()
            ? "is it another namespace? give it with -n"
            : "there are: %s; another namespace is given with -n"
                .formatted(Suggestions.nearest(name, names)));
  }

  private String behind(Service service) {
    String name = service.getMetadata().getName();
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      throw Unsuitable.because(
          "svc/%s selects no pods of the cluster".formatted(name),
          "connect to a Service with a selector, or name a Deployment (deploy/NAME)");
    }
    List<Pod> pods =
        client.pods().inNamespace(namespace).withLabels(selector).list().getItems().stream()
            .filter(pod -> !FINISHED.contains(pod.getStatus().getPhase()))
            .toList();
    return pods.isEmpty()
        ? throwWithoutPods(name, selector)
        : ServedBy.deployment(name, pods, this::replicaSetOwner);
  }

  private Optional<OwnerReference> replicaSetOwner(String name) {
    @Nullable ReplicaSet replicaSet =
        client.apps().replicaSets().inNamespace(namespace).withName(name).get();
    return replicaSet == null
        ? Optional.empty()
        : ServedBy.controller(replicaSet.getMetadata().getOwnerReferences());
  }

  private String throwWithoutPods(String service, Map<String, String> selector) {
    List<String> asleep =
        client.apps().deployments().inNamespace(namespace).list().getItems().stream()
            .filter(one -> selects(selector, one))
            .map(one -> one.getMetadata().getName())
            .toList();
    throw Unsuitable.because(
        "svc/%s has no pods".formatted(service),
        asleep.isEmpty()
            ? "check its selector (%s) against the labels of the pods"
                .formatted(Suggestions.list(labels(selector)))
            : "start some: kubectl -n %s scale deploy/%s --replicas=1"
                .formatted(namespace, asleep.getFirst()));
  }

  private static boolean selects(Map<String, String> selector, Deployment deployment) {
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    return labels != null && labels.entrySet().containsAll(selector.entrySet());
  }

  private static Collection<String> labels(Map<String, String> selector) {
    return selector.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
  }

  private void requireRunning(Deployment deployment) {
    String name = deployment.getMetadata().getName();
    if (Objects.equals(deployment.getSpec().getReplicas(), 0)) {
      throw Unsuitable.because(
          "deploy/%s is scaled to no pods".formatted(name),
          "start some: kubectl -n %s scale deploy/%s --replicas=1".formatted(namespace, name));
    }
    if (Objects.equals(deployment.getSpec().getPaused(), true)) {
      throw Unsuitable.because(
          "the rollout of deploy/%s is paused, so no agent would be started".formatted(name),
          "resume it: kubectl -n %s rollout resume deploy/%s".formatted(namespace, name));
    }
  }
}
