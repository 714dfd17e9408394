package dev.hawser.cli.init;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.target.ContainerQuestion;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.failure.FailureException;
import java.util.List;
import java.util.Optional;

/// As the kubeconfig and its clusters tell. Blocks.
public final class ClusterSurroundings implements Surroundings {

  @Override
  public List<String> contexts() {
    return Cluster.contexts();
  }

  @Override
  public Place place(String context, Optional<String> namespace) {
    return new OfCluster(Cluster.open(Optional.of(context), namespace));
  }

  private record OfCluster(Cluster cluster) implements Place {
    @Override
    public String namespace() {
      return cluster.namespace();
    }

    @Override
    public List<String> namespaces() {
      try {
        return cluster.namespaces();
      } catch (FailureException forbidden) { // or out of reach, which the next request tells
        return List.of();
      }
    }

    @Override
    public List<String> services() {
      return cluster.services().stream()
          .filter(service -> !service.isPod())
          .map(service -> service.name())
          .sorted()
          .toList();
    }

    @Override
    public List<String> containers(TargetName target) {
      return cluster.containers(target);
    }

    @Override
    public ResolvedTarget resolve(TargetName target, Optional<String> container) {
      return cluster.resolve(target, container, ContainerQuestion.NOBODY);
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
