package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The container's environment with the variables that the user's files give in its place, and
/// volumes where these want them.
record OverriddenEnvironment(
    Cluster cluster, Endpoint endpoint, String container, Console console) {

  Environment of(
      Environment environment,
      Overrides overrides,
      List<PublishedService> services,
      Path volumes,
      NameWay names) {
    overrides.remarks().forEach(remark -> console.tell(new Event.Warning(remark)));
    TokenValues tokens =
        new TokenValues(
            cluster.namespace(),
            services,
            overrides.nameVolumes() ? mounts() : List.of(),
            volumes,
            names.reachesEveryProgram());
    new VolumeLinks(tokens, names, console).make(overrides.volumes());
    TokenValues.Resolved resolved = tokens.of(overrides.variables());
    resolved.remarks().forEach(remark -> console.tell(new Event.Warning(remark)));
    return resolved.variables().isEmpty()
        ? environment
        : environment.overriddenBy(resolved.variables());
  }

  /// What is published for the sake of the overrides, besides the namespace's Services.
  static List<ClusterService> services(Cluster cluster, Overrides overrides, Console console) {
    List<ClusterService> wanted = new ArrayList<>(overrides.hosts());
    overrides
        .services(cluster.namespace())
        .forEach(
            (namespace, names) -> {
              try {
                cluster.in(namespace).services().stream()
                    .filter(service -> names.contains(service.name()))
                    .forEach(wanted::add);
              } catch (FailureException forbidden) {
                console.tell(
                    new Event.Warning(
                        "%s: %s".formatted(String.join(", ", names), forbidden.failure().what())));
              }
            });
    return wanted;
  }

  private List<MountedVolume> mounts() {
    return endpoint.linkedPods().stream()
        .findFirst()
        .map(pod -> cluster.mounts(pod, container))
        .orElse(List.of());
  }
}
