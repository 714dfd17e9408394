package dev.hawser.cluster.target;

import dev.hawser.cluster.target.Owners.Origin;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds what a target's name means in one namespace. Reads only; blocks.
public final class TargetResolver {
  private final String namespace;
  private final WorkloadLookup workloads;
  private final ServiceLookup services;

  public TargetResolver(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    this.workloads = new WorkloadLookup(client, namespace);
    this.services = new ServiceLookup(client, namespace, workloads);
  }

  /// @param container the container's name, if the user gave it
  /// @param question asked where nothing tells which container is meant
  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE
  public ResolvedTarget resolve(
      TargetName target, Optional<String> container, ContainerQuestion question) {
    Optional<Service> service = service(target);
    PodSource source = source(target, service);
    Running.require(source);
    return ContainerChoice.choose(source, service, container, question);
  }

  /// The workload that a target means, whatever state it is in.
  public Workload workload(TargetName target) {
    return source(target, service(target)).workload();
  }

  /// The containers of a workload's pods that run beside one another, in their order.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE, if it is gone
  public List<Container> containers(Workload workload) {
    return workloads
        .find(workload.kind(), workload.name())
        .orElseThrow(() -> Unsuitable.vanished(workload))
        .containers();
  }

  private Optional<Service> service(TargetName target) {
    return switch (target) {
      case TargetName.OfWorkload _ -> Optional.empty();
      case TargetName.Bare(String name) -> services.find(name);
      case TargetName.OfService(String name) -> {
        Optional<Service> service = services.find(name);
        if (service.isEmpty()) {
          throw unknown("Service", name, services.names());
        }
        yield service;
      }
    };
  }

  private PodSource source(TargetName target, Optional<Service> service) {
    if (service.isPresent()) {
      Origin.Known behind = services.behind(service.get());
      return workload(behind.kind(), behind.name());
    }
    return switch (target) {
      case TargetName.OfWorkload(WorkloadKind kind, String name) -> workload(kind, name);
      case TargetName.OfService(String name) -> bare(name);
      case TargetName.Bare(String name) -> bare(name);
    };
  }

  private PodSource workload(WorkloadKind kind, String name) {
    PodSource source =
        workloads
            .find(kind, name)
            .orElseThrow(() -> unknown(kind.kind(), name, names(List.of(kind))));
    return switch (workloads.origin(source)) {
      case Origin.Known known when known.kind() == kind && known.name().equals(name) -> source;
      case Origin.Known known ->
          throw Unsuitable.because(
              "%s belongs to %s, which would make it anew as it was"
                  .formatted(source.workload(), known),
              "name " + known);
      case Origin.Other(String owner, String job) when owner.equals("Job") ->
          throw Unsuitable.because(
              "%s belongs to Job/%s, which runs to an end and takes no traffic to bring here"
                  .formatted(source.workload(), job),
              "name what serves");
      case Origin.Other other ->
          throw Unsuitable.because(
              "%s belongs to %s, which is of a kind that is not supported"
                  .formatted(source.workload(), other),
              "name a workload of a kind that is: " + TargetName.Syntax.SUPPORTED);
    };
  }

  private PodSource bare(String name) {
    List<PodSource> found = workloads.findOfAnyKind(name);
    if (found.size() > 1) {
      throw Unsuitable.because(
          "'%s' may be each of: %s"
              .formatted(
                  name,
                  found.stream()
                      .map(one -> one.workload().toString())
                      .collect(Collectors.joining(", "))),
          "say which");
    }
    if (found.isEmpty()) {
      List<String> available = new ArrayList<>(services.names());
      available.addAll(names(Arrays.asList(WorkloadKind.values())));
      throw unknown("Service or workload", name, available);
    }
    return found.getFirst();
  }

  private List<String> names(List<WorkloadKind> kinds) {
    return kinds.stream()
        .flatMap(kind -> workloads.all(kind).stream())
        .map(one -> one.workload().name())
        .toList();
  }

  private RuntimeException unknown(String kind, String name, List<String> available) {
    List<String> names = available.stream().distinct().sorted().toList();
    return Unsuitable.because(
        "there is no %s '%s' in namespace %s".formatted(kind, name, namespace),
        names.isEmpty()
            ? "is it another namespace? give it with -n"
            : "there are: %s; another namespace is given with -n"
                .formatted(Suggestions.nearest(name, names)));
  }
}
