package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.environment.EnvironmentFile;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.volumes.VolumeMirror;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the local process needs to believe that it is in its pod: services, names, variables,
/// volumes. Built once the first agent is linked.
record LocalWorld(Environment environment, NameWay names, List<PublishedService> services) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static LocalWorld build(
      Cluster cluster,
      Endpoint endpoint,
      SessionDirectory directory,
      ServicesHere here,
      Console console) {
    List<PublishedService> services = here.now();
    VolumeMirror volumes = endpoint.mirrorVolumes(directory.volumes(), LIMIT);
    volumes
        .skipped()
        .forEach(
            skipped ->
                console.tell(
                    new Event.Warning(
                        "volume: %s did not come over: %s"
                            .formatted(skipped.path(), skipped.reason()))));
    Environment environment =
        endpoint
            .environment(LIMIT)
            .forLocalProcess(cluster.namespace(), services, Optional.of(volumes.directory()));
    environment.remarks().forEach(remark -> console.tell(new Event.Note(remark)));
    console.tell(
        new Event.Note(
            "environment: %s; volumes: %d files in %s"
                .formatted(environment, volumes.files(), volumes.directory())));
    return new LocalWorld(environment, here.names(), services);
  }

  /// The Service that the target names, if it names one of these.
  Optional<ClusterService> service(TargetName target) {
    return services.stream()
        .map(PublishedService::service)
        .filter(service -> target.equals(TargetName.service(service.name())))
        .findFirst();
  }

  void writeEnvironment(Path file, Console console) {
    EnvironmentFile written = EnvironmentFile.write(file, environment);
    console.tell(new Event.Note("environment written to " + written.path()));
    if (!written.leftOut().isEmpty()) {
      console.tell(
          new Event.Warning(
              "this format cannot express " + String.join(", ", written.leftOut()) + ": left out"));
    }
  }

  ChildProcess start(List<String> command) {
    return ChildProcess.start(
        command, environment.over(System.getenv()), Path.of("").toAbsolutePath(), names);
  }
}
