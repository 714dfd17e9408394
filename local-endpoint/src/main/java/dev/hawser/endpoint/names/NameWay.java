package dev.hawser.endpoint.names;

import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How names of services reach the local process: chosen once a session, by trying.
public sealed interface NameWay {

  /// Only the variables lead to the services.
  static NameWay environment(String reason) {
    return new ByEnvironment(reason);
  }

  /// The best way that works here, found by running it; takes well under a second.
  ///
  /// @param namespace the one whose services go by their bare names
  /// @param directory the session's own; a hosts file is written there, and must stay until the
  /// process has ended
  /// @param volumes that are wanted at their own paths, where that is possible
  static NameWay choose(
      String namespace,
      List<PublishedService> services,
      Path directory,
      List<VolumePlace> volumes) {
    if (services.isEmpty()) {
      return environment("there are no services to be named");
    }
    if (Platform.current() != Platform.LINUX) {
      return environment("a private hosts file needs Linux");
    }
    try {
      HostsFile hosts = HostsFile.write(directory, HostsFile.MACHINE, namespace, services);
      return new CapsuleProbe(hosts, directory, CapsulePlan.of(volumes, shared(directory))).run();
    } catch (IOException e) {
      return environment("a private hosts file cannot be written (%s)".formatted(e));
    }
  }

  private static Set<Path> shared(Path directory) {
    return Stream.of(
            directory,
            Path.of(""),
            Path.of(System.getProperty("user.home")),
            Path.of(System.getProperty("java.io.tmpdir")))
        .map(path -> path.toAbsolutePath().normalize())
        .collect(Collectors.toSet());
  }

  /// The command as it is to be started; its process becomes the user's command, no other stays
  /// in between.
  List<String> wrap(List<String> command);

  /// One line for the console.
  String explanation();

  /// The process sees a hosts file of its own.
  ///
  /// @param names how many names it holds
  /// @param volumes which ones lie where the container has them
  record InCapsule(Capsule capsule, int names, RealPaths volumes) implements NameWay {
    @Override
    public List<String> wrap(List<String> command) {
      return capsule.wrap(command);
    }

    @Override
    public String explanation() {
      return "names: the command has its own /etc/hosts with %d names of services%s"
          .formatted(names, volumes.words());
    }
  }

  /// @param reason why no better way is possible here
  record ByEnvironment(String reason) implements NameWay {
    @Override
    public List<String> wrap(List<String> command) {
      return command;
    }

    @Override
    public String explanation() {
      return "names: services are told by variables (*_SERVICE_HOST, *_SERVICE_PORT) only, because "
          + reason;
    }
  }
}
