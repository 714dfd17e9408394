package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a Service's TCP traffic arrives in the containers of its pods.
final class ServicePorts {
  private ServicePorts() {}

  /// A port of a pod, and the container that declares it, if one does.
  record TargetPort(int number, Optional<String> container) {}

  /// Names are resolved to numbers; a name that no container declares gets no traffic and is left
  /// out.
  static List<TargetPort> of(Service service, List<Container> containers) {
    return service.getSpec().getPorts().stream()
        .filter(port -> isTcp(port.getProtocol()))
        .flatMap(port -> targetPort(port, containers).stream())
        .distinct()
        .toList();
  }

  static boolean isTcp(String protocol) {
    return protocol == null || protocol.equals("TCP");
  }

  /// The TCP ports that a container declares.
  static IntStream declared(Container container) {
    return tcpPorts(container).mapToInt(ContainerPort::getContainerPort).distinct().sorted();
  }

  private static Stream<ContainerPort> tcpPorts(Container container) {
    return container.getPorts().stream().filter(port -> isTcp(port.getProtocol()));
  }

  private static Optional<TargetPort> targetPort(ServicePort port, List<Container> containers) {
    IntOrString target = port.getTargetPort();
    if (target != null && target.getStrVal() != null) {
      return containers.stream()
          .flatMap(container -> named(container, target.getStrVal()).stream())
          .findFirst();
    }
    int number =
        target == null || target.getIntVal() == null || target.getIntVal() == 0
            ? port.getPort()
            : target.getIntVal();
    Optional<String> owner =
        containers.stream()
            .filter(container -> declared(container).anyMatch(declared -> declared == number))
            .map(Container::getName)
            .findFirst();
    return Optional.of(new TargetPort(number, owner));
  }

  private static Optional<TargetPort> named(Container container, String name) {
    OptionalInt number =
        tcpPorts(container)
            .filter(port -> Objects.equals(port.getName(), name))
            .mapToInt(ContainerPort::getContainerPort)
            .findFirst();
    return number.isPresent()
        ? Optional.of(new TargetPort(number.getAsInt(), Optional.of(container.getName())))
        : Optional.empty();
  }
}
