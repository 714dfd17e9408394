package dev.hawser.cluster.service;

import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What callers find behind a Service, by the rules of Kubernetes' DNS: itself; for a headless one
/// its pods, all of them at its name and each that has a host name of its own there at that.
final class CallableNames {
  private static final String TCP = "TCP";
  private static final String HEADLESS = "None";
  private static final String EXTERNAL = "ExternalName";

  /// Where an ExternalName says none: a name in DNS has no ports, but a listener needs one.
  private static final List<ClusterService.Port> WEB =
      List.of(
          new ClusterService.Port(Optional.of("https"), 443),
          new ClusterService.Port(Optional.of("http"), 80));

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private CallableNames() {}

  /// Whether its pods are needed to tell.
  static boolean needsPods(Service service) {
    return isHeadless(service) && !selector(service).isEmpty();
  }

  private static boolean isHeadless(Service service) {
    return HEADLESS.equals(service.getSpec().getClusterIP());
  }

  private static Map<String, String> selector(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector == null ? Map.of() : selector;
  }

  /// Without what no TCP port leads to.
  ///
  /// @param pods of the Service's namespace; none where they are not needed or not known
  static List<ClusterService> of(Service service, List<Pod> pods) {
    List<ClusterService> found =
        isHeadless(service) ? headless(service, pods) : List.of(single(service));
    return found.stream().filter(one -> !one.ports().isEmpty()).toList();
  }

  private static ClusterService single(Service service) {
    String name = service.getMetadata().getName();
    String namespace = service.getMetadata().getNamespace();
    List<ClusterService.Port> ports =
        tcpPorts(service).map(port -> port(port, port.getPort())).toList();
    return EXTERNAL.equals(service.getSpec().getType())
        ? new ClusterService(
            name, namespace, ports.isEmpty() ? WEB : ports, service.getSpec().getExternalName())
        : new ClusterService(name, namespace, ports);
  }

  /// Nobody translates a headless Service's ports: callers name those of its pods.
  private static List<ClusterService> headless(Service service, List<Pod> pods) {
    String name = service.getMetadata().getName();
    String namespace = service.getMetadata().getNamespace();
    List<Pod> own = pods.stream().filter(pod -> isBehind(pod, service)).toList();
    List<ClusterService> found = new ArrayList<>();
    found.add(new ClusterService(name, namespace, ports(service, own)));
    for (Pod pod : own) {
      String hostname = pod.getSpec().getHostname();
      if (hostname != null && name.equals(pod.getSpec().getSubdomain())) {
        found.add(
            new ClusterService(hostname + "." + name, namespace, ports(service, List.of(pod))));
      }
    }
    return found;
  }

  private static boolean isBehind(Pod pod, Service service) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    Map<String, String> selector = selector(service);
    return !selector.isEmpty()
        && labels != null
        && labels.entrySet().containsAll(selector.entrySet())
        && (pod.getStatus() == null || !ENDED.contains(pod.getStatus().getPhase()));
  }

  private static List<ClusterService.Port> ports(Service service, List<Pod> pods) {
    Map<Integer, ClusterService.Port> ports = new LinkedHashMap<>();
    tcpPorts(service)
        .forEach(
            port -> targets(port, pods).forEach(number -> ports.put(number, port(port, number))));
    declared(pods)
        .forEach(
            port ->
                ports.putIfAbsent(
                    port.getContainerPort(),
                    new ClusterService.Port(Optional.empty(), port.getContainerPort())));
    return List.copyOf(ports.values());
  }

  private static Stream<Integer> targets(ServicePort port, List<Pod> pods) {
    var target = port.getTargetPort();
    if (target == null) {
      return Stream.of(port.getPort());
    }
    return target.getIntVal() != null
        ? Stream.of(target.getIntVal())
        : declared(pods)
            .filter(one -> target.getStrVal().equals(one.getName()))
            .map(ContainerPort::getContainerPort)
            .distinct();
  }

  private static Stream<ContainerPort> declared(List<Pod> pods) {
    return pods.stream()
        .flatMap(
            pod ->
                Stream.concat(
                    pod.getSpec().getContainers().stream(),
                    sidecars(pod.getSpec().getInitContainers())))
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> port.getProtocol() == null || port.getProtocol().equals(TCP));
  }

  private static Stream<Container> sidecars(List<Container> initContainers) {
    return initContainers.stream()
        .filter(container -> "Always".equals(container.getRestartPolicy()));
  }

  private static Stream<ServicePort> tcpPorts(Service service) {
    return service.getSpec().getPorts().stream()
        .filter(port -> port.getProtocol() == null || port.getProtocol().equals(TCP));
  }

  private static ClusterService.Port port(ServicePort port, int number) {
    return new ClusterService.Port(Optional.ofNullable(port.getName()), number);
  }
}
