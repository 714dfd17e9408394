package dev.hawser.cluster.target;

import dev.hawser.cluster.target.ServicePorts.TargetPort;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which container of a workload's pods a target means, and at which ports traffic reaches it: the
/// one that the user named, else the only one that is no known sidecar, else the one that owns the
/// Service's port, else the one that the user picks. Containers that run before the others, and
/// those that run beside them as restartable init containers, are never meant. Pure, but for the
/// question.
final class ContainerChoice {
  private ContainerChoice() {}

  /// @param service the Service that was named, if one was
  /// @param wanted the container's name, if the user gave it
  static ResolvedTarget choose(
      PodSource source,
      Optional<Service> service,
      Optional<String> wanted,
      ContainerQuestion question) {
    List<Container> containers = source.containers();
    List<TargetPort> targetPorts =
        service.map(one -> ServicePorts.of(one, containers)).orElse(List.of());
    Container container = container(source.workload(), containers, targetPorts, wanted, question);
    List<InboundPort> inbound =
        service.isPresent()
            ? serviceInbound(service.get(), container, targetPorts)
            : declaredInbound(source.workload(), container);
    return new ResolvedTarget(
        service
            .map(one -> TargetName.service(one.getMetadata().getName()))
            .orElse(TargetName.of(source.workload())),
        source.workload(),
        source.uid(),
        container.getName(),
        inbound,
        container.getVolumeMounts().stream().map(mount -> mount.getMountPath()).distinct().toList(),
        source.replicas());
  }

  private static Container container(
      Workload workload,
      List<Container> containers,
      List<TargetPort> targetPorts,
      Optional<String> wanted,
      ContainerQuestion question) {
    if (wanted.isPresent()) {
      return named(workload, containers, wanted.get());
    }
    return onlyOne(containers, container -> true)
        .or(() -> onlyOne(containers, container -> !KnownSidecars.contains(container)))
        .or(() -> owner(containers, targetPorts))
        .orElseGet(() -> asked(workload, containers, question));
  }

  private static Optional<Container> onlyOne(
      List<Container> containers, Predicate<Container> which) {
    List<Container> found = containers.stream().filter(which).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static Optional<Container> owner(
      List<Container> containers, List<TargetPort> targetPorts) {
    List<String> owners =
        targetPorts.stream().flatMap(port -> port.container().stream()).distinct().toList();
    return owners.size() == 1
        ? onlyOne(containers, one -> one.getName().equals(owners.getFirst()))
        : Optional.empty();
  }

  private static Container asked(
      Workload workload, List<Container> containers, ContainerQuestion question) {
    return question
        .ask(workload, containers.stream().map(Container::getName).toList())
        .map(name -> named(workload, containers, name))
        .orElseThrow(
            () ->
                Unsuitable.because(
                    "%s has several containers and nothing tells which is meant"
                        .formatted(workload),
                    "choose one with --container: " + names(containers)));
  }

  private static Container named(Workload workload, List<Container> containers, String name) {
    return onlyOne(containers, one -> one.getName().equals(name))
        .orElseThrow(
            () ->
                Unsuitable.because(
                    "%s has no container '%s'".formatted(workload, name),
                    "give --container one of: " + names(containers)));
  }

  private static String names(List<Container> containers) {
    return containers.stream().map(Container::getName).collect(Collectors.joining(", "));
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

  private static List<InboundPort> declaredInbound(Workload workload, Container container) {
    List<InboundPort> inbound =
        ServicePorts.declared(container).mapToObj(InboundPort::new).toList();
    if (inbound.isEmpty()) {
      throw Unsuitable.because(
          "container '%s' of %s declares no TCP port".formatted(container.getName(), workload),
          "name the Service in front of it (svc/NAME), or declare its containerPort");
    }
    return inbound;
  }
}
