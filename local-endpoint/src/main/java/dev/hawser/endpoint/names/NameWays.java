package dev.hawser.endpoint.names;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.hosts.DirectHosts;
import dev.hawser.endpoint.hosts.ElevatedHosts;
import dev.hawser.endpoint.hosts.Elevation;
import dev.hawser.endpoint.hosts.HostsFileEdit;
import dev.hawser.endpoint.hosts.HostsOwner;
import dev.hawser.endpoint.process.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The ways of names that this machine has. Blocks: programs are run to find out, well under a
/// second, and a user may be asked.
///
/// @param platform decides what is tried
/// @param searchPath where programs are looked for, as `PATH` has them
/// @param directory the session's own; what a way needs is written there, and must stay until the
///     process has ended
/// @param hosts the machine's hosts file
/// @param owner whose block it gets
/// @param jvmAgent the jar of the agent for JVMs
/// @param elevation for a user who may not write it
/// @param consent asks the user a question; false also where nobody can be asked
public record NameWays(
    Platform platform,
    String searchPath,
    Path directory,
    HostsFileEdit hosts,
    HostsOwner owner,
    Path jvmAgent,
    Elevation elevation,
    Predicate<String> consent) {
  private static final String NOT_LINUX = "a private hosts file needs Linux";
  private static final String ONE_ADDRESS =
      ", and for whoever is not root services share 127.0.0.1 on macOS, at ports of their own";

  /// The way that the user wishes, without names yet.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException if it is not possible here
  public NameWay choose(NameWish wish) {
    return switch (wish) {
      case AUTO -> best();
      case HOSTS -> require(wish, machineHosts());
      case CAPSULE -> require(wish, capsule());
      case JVM -> require(wish, jvm(Optional.empty()));
      case ENV -> NameWay.environment("no other way is wanted");
    };
  }

  /// Nobody is asked, and nothing reaches beyond the session's processes if that can be avoided.
  private NameWay best() {
    return switch (capsule()) {
      case Probed.Possible(NameWay way) -> way;
      case Probed.Impossible(String reason) -> withoutCapsule(reason);
    };
  }

  private NameWay withoutCapsule(String reason) {
    if (hosts.obstacle().isEmpty()) {
      return new MachineHostsWay(new DirectHosts(hosts, owner), owner);
    }
    if (platform == Platform.MAC) {
      return NameWay.environment(reason + ONE_ADDRESS);
    }
    return switch (jvm(Optional.of(reason))) {
      case Probed.Possible(NameWay way) -> way;
      case Probed.Impossible(String _) -> NameWay.environment(reason);
    };
  }

  private static NameWay require(NameWish wish, Probed probed) {
    return switch (probed) {
      case Probed.Possible(NameWay way) -> way;
      case Probed.Impossible(String reason) ->
          throw new Failure(
                  FailureKind.LOCAL_PRIVILEGE_OR_PORT,
                  "--names %s is not possible here: %s"
                      .formatted(wish.name().toLowerCase(Locale.ROOT), reason),
                  "--names auto takes the best way that is")
              .asException();
    };
  }

  private Probed capsule() {
    if (platform != Platform.LINUX) {
      return new Probed.Impossible(NOT_LINUX);
    }
    try {
      HostsFile own = HostsFile.create(directory, "hosts", Optional.of(hosts.file()));
      return new CapsuleProbe(own, directory, searchPath).run();
    } catch (IOException e) {
      return new Probed.Impossible("a private hosts file cannot be written (%s)".formatted(e));
    }
  }

  private Probed jvm(Optional<String> reason) {
    try {
      return JvmWay.probe(directory, jvmAgent, reason);
    } catch (IOException e) {
      return new Probed.Impossible("the agent for JVMs cannot be written (%s)".formatted(e));
    }
  }

  private Probed machineHosts() {
    Optional<String> obstacle = hosts.obstacle();
    if (obstacle.isEmpty()) {
      return new Probed.Possible(new MachineHostsWay(new DirectHosts(hosts, owner), owner));
    }
    Optional<List<String>> command = elevation.command();
    if (command.isEmpty()) {
      return new Probed.Impossible(obstacle.get() + ", and there is neither sudo nor pkexec");
    }
    if (!consent.test(
        "Write names of services to %s, with %s, until the session ends?"
            .formatted(hosts.file(), Path.of(command.get().getFirst()).getFileName()))) {
      return new Probed.Impossible(obstacle.get() + ", and nobody at a terminal agreed to it");
    }
    try {
      return new Probed.Possible(
          new MachineHostsWay(ElevatedHosts.start(command.get(), hosts.file(), owner), owner));
    } catch (IOException e) {
      return new Probed.Impossible("%s; %s".formatted(obstacle.get(), e.getMessage()));
    }
  }
}
