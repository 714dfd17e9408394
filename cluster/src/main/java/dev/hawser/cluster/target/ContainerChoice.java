package dev.hawser.cluster.target;

import dev.hawser.cluster.target.ServicePorts.TargetPort;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which container of a Deployment a target means, and at which ports traffic reaches it. Pure.
final class ContainerChoice {
  private ContainerChoice() {}

  /// @param service the Service that was named, if one was
  /// @param wanted the container's name, if the user gave it
  static ResolvedTarget choose(
      Deployment deployment, Optional<Service> service, Optional<String> wanted) {
    List<Container> containers = deployment.getSpec().getTemplate().getSpec().getContainers();
    List<TargetPort> targetPorts =
        service.map(one -> ServicePorts.of(one, containers)).orElse(List.of());
    Container container = container(deployment, containers, targetPorts, wanted);
    List<InboundPort> inbound =
        service.isPresent()
            ? serviceInbound(service.get(), container, targetPorts)
            : deploymentInbound(deployment, container);
    Integer replicas = deployment.getSpec().getReplicas();
    return new ResolvedTarget(
        service
            .map(one -> TargetName.service(one.getMetadata().getName()))
            .orElse(TargetName.of(workload(deployment))),
        workload(deployment),
        deployment.getMetadata().getUid(),
        container.getName(),
        inbound,
        container.getVolumeMounts().stream().map(mount -> mount.getMountPath()).distinct().toList(),
        replicas == null ? 1 : replicas);
  }

  private static Workload workload(Deployment deployment) {
    return new Workload(
        WorkloadKind.DEPLOYMENT,
        deployment.getMetadata().getNamespace(),
        deployment.getMetadata().getName());
  }

  private static Container container(
      Deployment deployment,
      List<Container> containers,
      List<TargetPort> targetPorts,
      Optional<String> wanted) {
    String names = containers.stream().map(Container::getName).collect(Collectors.joining(", "));
    Workload workload = workload(deployment);
    if (wanted.isPresent()) {
      return containers.stream()
          .filter(one -> one.getName().equals(wanted.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  Unsuitable.because(
                      "%s has no container '%s'".formatted(workload, wanted.get()),
                      "give --container one of: " + names));
    }
    if (containers.size() == 1) {
      return containers.getFirst();
    }
    List<String> owners =
        targetPorts.stream().flatMap(port -> port.container().stream()).distinct().toList();
    if (owners.size() == 1) {
      return containers.stream()
          .filter(one -> one.getName().equals(owners.getFirst()))
          .findFirst()
          .orElseThrow();
    }
    throw Unsuitable.because(
        "%s has several containers and nothing tells which is meant".formatted(workload),
        "choose one with --container: " + names);
  }

  /// What another container declares is that container's own traffic.
  private static List<InboundPort> serviceInbound(
      Service service, Container container, List<TargetPort> targetPorts) {
    List<InboundPort> inbound =
        targetPorts.stream()
            .filter(port -> port.container().map(container.getName()::equals).orElse(true))
            .map(TargetPort::number)
            .distinct()
            .sorted()
            .map(InboundPort::new)
            .toList();
    if (inbound.isEmpty()) {
      throw Unsuitable.because(
          "svc/%s has no TCP port that arrives in container '%s'"
              .formatted(service.getMetadata().getName(), container.getName()),
          "check the Service's targetPort and the container's ports, or choose with --container");
    }
    return inbound;
  }

  private static List<InboundPort> deploymentInbound(Deployment deployment, Container container) {
    List<InboundPort> inbound =
        ServicePorts.declared(container).mapToObj(InboundPort::new).toList();
    if (inbound.isEmpty()) {
      throw Unsuitable.because(
          "container '%s' of deploy/%s declares no TCP port"
              .formatted(container.getName(), deployment.getMetadata().getName()),
          "name the Service in front of it (svc/NAME), or declare its containerPort");
    }
    return inbound;
  }
}
