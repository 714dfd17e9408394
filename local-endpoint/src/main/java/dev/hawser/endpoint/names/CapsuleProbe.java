package dev.hawser.endpoint.names;

import dev.hawser.endpoint.hosts.HostsLine;
import dev.hawser.endpoint.process.ShortRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out whether a [Capsule] works here by looking a name up in one, and if not, why.
final class CapsuleProbe {
  private static final String NAME = "probe.hawser.internal";
  private static final String ADDRESS = "127.254.254.254";

  /// Asks as every program does, or reads the file where there is no `getent`.
  private static final String LOOK_UP =
      "command -v getent >/dev/null && exec getent ahostsv4 \"$1\"; grep -F \" $1\" /etc/hosts";

  private final HostsFile hosts;
  private final Path directory;
  private final String searchPath;

  /// @param hosts holds no names but the probe's meanwhile
  /// @param directory the session's own, in which a capsule's script is written
  CapsuleProbe(HostsFile hosts, Path directory, String searchPath) {
    this.hosts = hosts;
    this.directory = directory;
    this.searchPath = searchPath;
  }

  Probed run() {
    Optional<Capsule.Tools> tools = Capsule.Tools.find(searchPath);
    if (tools.isEmpty()) {
      return new Probed.Impossible("a private hosts file needs unshare and mount (util-linux)");
    }
    try {
      hosts.write(new NameTable(List.of(new HostsLine(ADDRESS, List.of(NAME)))));
      return run(tools.get(), id("-u"), id("-g"));
    } catch (IOException e) {
      return new Probed.Impossible("trying a private hosts file failed: " + e.getMessage());
    }
  }

  private Probed run(Capsule.Tools tools, int userId, int groupId) throws IOException {
    Path script = CapsuleScript.write(directory, tools, hosts.path(), CapsulePlan.NOTHING);
    List<Capsule> candidates = new ArrayList<>();
    if (userId == 0) {
      candidates.add(Capsule.asRoot(tools, script));
    }
    candidates.add(Capsule.asUser(tools, script, userId, groupId)); // root, but in a container
    String reason = "";
    for (Capsule capsule : candidates) {
      Optional<String> obstacle = obstacle(capsule);
      if (obstacle.isEmpty()) {
        return new Probed.Possible(new CapsuleWay(capsule, tools, hosts, directory));
      }
      reason = obstacle.get();
    }
    return new Probed.Impossible(reason);
  }

  private static Optional<String> obstacle(Capsule capsule) throws IOException {
    ShortRun lookup = ShortRun.of(capsule.wrap(List.of("/bin/sh", "-c", LOOK_UP, "sh", NAME)));
    if (lookup.output().startsWith(ADDRESS)) {
      return Optional.empty();
    }
    ShortRun nothing = ShortRun.of(capsule.wrap(List.of("true")));
    if (nothing.exitCode() == 0) {
      return Optional.of(
          "this machine looks names up elsewhere first (see hosts: in /etc/nsswitch.conf)");
    }
    return Optional.of(
        "this machine does not allow user namespaces (%s)%s"
            .formatted(nothing.firstErrorLine(), UserNamespaces.hint()));
  }

  private static int id(String option) throws IOException {
    ShortRun id = ShortRun.of(List.of("id", option));
    try {
      return Integer.parseInt(id.output().strip());
    } catch (NumberFormatException e) {
      throw new IOException("id %s answered: %s".formatted(option, id.firstErrorLine()), e);
    }
  }
}
