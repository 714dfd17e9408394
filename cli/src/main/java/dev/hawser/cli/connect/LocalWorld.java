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
import dev.hawser.endpoint.names.NameWay;
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
    Environment environment,
    NameWay names,
    List<PublishedService> services,
    VolumeMirror volumes,
    VolumeFollowing freshness)
    implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// @param services of the namespace, published
  static LocalWorld build(
      Cluster cluster,
      List<PublishedService> services,
      Endpoint endpoint,
      ResolvedTarget target,
      OriginalEnvironment original,
      ConnectRequest request,
      SessionDirectory directory,
      Console console) {
    services.forEach(service -> console.tell(reachable(service)));
    services.forEach(service -> explainPorts(service, console));
    VolumeMirror volumes = Volumes.bring(endpoint, request.volumes(), directory, console);
    Environment environment =
        ContainerVariables.of(
                original, endpoint.environment(LIMIT), request.environment().scope(), console)
            .forLocalProcess(cluster.namespace(), services, Optional.of(volumes.directory()));
    environment.remarks().forEach(remark -> console.tell(new Event.Note(remark)));
    NameWay names =
        NameWay.choose(
            cluster.namespace(), services, directory.names(), Volumes.places(volumes, target));
    console.tell(new Event.Note(names.explanation()));
    environment =
        new OverriddenEnvironment(cluster, endpoint, target.container(), console)
            .of(environment, request.child().overrides(), services, volumes.directory(), names);
    console.tell(
        new Event.Note(
            "environment: %s; volumes: %d files in %s"
                .formatted(environment, volumes.files(), volumes.directory())));
    return new LocalWorld(
        environment, names, services, volumes, Volumes.keepFresh(endpoint, volumes, console));
  }

  /// The Service that the target names, if it names one of these.
  Optional<ClusterService> service(TargetName target) {
    return services.stream()
        .map(PublishedService::service)
        .filter(service -> target.equals(TargetName.service(service.name())))
        .findFirst();
  }

  private static Event reachable(PublishedService published) {
    return new Event.Reachable(
        published.service().name(),
        published.address().getHostAddress(),
        published.ports().stream().map(PublishedService.Port::bound).toList());
  }

  private static void explainPorts(PublishedService published, Console console) {
    for (PublishedService.Port port : published.ports()) {
      port.whyOther()
          .ifPresent(
              why ->
                  console.tell(
                      new Event.Note(
                          "%s: port %d is at %d here: %s"
                              .formatted(
                                  published.service().name(), port.number(), port.bound(), why))));
    }
  }

  ChildProcess start(List<String> command, ChildSettings child) {
    return ChildProcess.start(
        command, child.over(environment.over(System.getenv())), child.directory(), names);
  }

  /// Before the session's directory goes.
  @Override
  public void close() {
    freshness.close();
  }
}
