package dev.hawser.endpoint.names;

import dev.hawser.endpoint.process.ShortRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process sees a hosts file of its own, and volumes at the paths that the container has.
final class CapsuleWay implements NameWay {
  private final Capsule.Tools tools;
  private final HostsFile hosts;
  private final Path directory;
  private Capsule capsule;
  private RealPaths volumes = RealPaths.of(CapsulePlan.NOTHING, "");
  private NameTable names = NameTable.EMPTY;

  /// @param directory the session's own, in which a capsule's script is written
  CapsuleWay(Capsule capsule, Capsule.Tools tools, HostsFile hosts, Path directory) {
    this.capsule = capsule;
    this.tools = tools;
    this.hosts = hosts;
    this.directory = directory;
  }

  @Override
  public void show(NameTable table) throws IOException {
    hosts.write(table);
    names = table;
  }

  /// By trying: where they cannot be mounted, names come without them.
  @Override
  public void place(List<VolumePlace> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    CapsulePlan plan = CapsulePlan.of(wanted, shared());
    Capsule furnished = capsule.with(CapsuleScript.write(directory, tools, hosts.path(), plan));
    ShortRun trial = ShortRun.of(furnished.wrap(List.of("true")));
    if (trial.exitCode() == 0) {
      capsule = furnished;
      volumes = RealPaths.of(plan, "");
    } else {
      volumes = RealPaths.of(CapsulePlan.NOTHING, trial.firstErrorLine());
    }
  }

  private Set<Path> shared() {
    return Stream.of(
            directory,
            Path.of(""),
            Path.of(System.getProperty("user.home")),
            Path.of(System.getProperty("java.io.tmpdir")))
        .map(path -> path.toAbsolutePath().normalize())
        .collect(Collectors.toSet());
  }

  @Override
  public boolean placesVolumes() {
    return true;
  }

  @Override
  public boolean reachesEveryProgram() {
    return true;
  }

  @Override
  public List<String> wrap(List<String> command) {
    return capsule.wrap(command);
  }

  @Override
  public String explanation() {
    return "names: the command has its own /etc/hosts with %s%s".formatted(names, volumes.words());
  }

  /// The file goes with the session's directory.
  @Override
  public void close() {}
}
