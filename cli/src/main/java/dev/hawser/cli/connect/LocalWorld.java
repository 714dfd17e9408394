package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.VolumeFollowing;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.volumes.VolumeMirror;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the local process needs to believe that it is in its pod: services, names, variables,
/// volumes. Built once the first agent is linked.
record LocalWorld(
    Environment environment, ServicesHere here, VolumeMirror volumes, VolumeFollowing freshness)
    implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// @param here published, and told by the way of names
  static LocalWorld build(
      Cluster cluster,
      ServicesHere here,
      Endpoint endpoint,
      ResolvedTarget target,
      OriginalEnvironment original,
      ConnectRequest request,
      SessionDirectory directory,
      Console console) {
    List<PublishedService> services = here.now();
    VolumeMirror volumes = Volumes.bring(endpoint, request.volumes(), directory, console);
    Environment environment =
        ContainerVariables.of(
                original, endpoint.environment(LIMIT), request.environment().scope(), console)
            .forLocalProcess(cluster.namespace(), services, Optional.of(volumes.directory()));
    environment.remarks().forEach(remark -> console.tell(new Event.Note(remark)));
    here.place(Volumes.places(volumes, target));
    environment =
        new OverriddenEnvironment(cluster, endpoint, target.container(), console)
            .of(
                environment,
                request.child().overrides(),
                services,
                volumes.directory(),
                here.names());
    console.tell(
        new Event.Note(
            "environment: %s; volumes: %d files in %s"
                .formatted(environment, volumes.files(), volumes.directory())));
    return new LocalWorld(
        environment, here, volumes, Volumes.keepFresh(endpoint, volumes, console));
  }

  /// The Service that the target names, if it names one of these.
  ///
  /// @param namespace of the target, for other namespaces' may have the same name
  Optional<ClusterService> service(TargetName target, String namespace) {
    return here.now().stream()
        .map(PublishedService::service)
        .filter(service -> service.namespace().equals(namespace))
        .filter(service -> target.equals(TargetName.service(service.name())))
        .findFirst();
  }

  ChildProcess start(List<String> command, ChildSettings child) {
    return ChildProcess.start(
        command,
        child.over(environment.over(System.getenv())),
        child.directory(),
        here.wrappings());
  }

  /// Before the session's directory goes.
  @Override
  public void close() {
    freshness.close();
  }
}
