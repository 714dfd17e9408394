package dev.hawser.endpoint.names;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out whether a [Capsule] works here by looking a name up in one, and if not, why.
final class CapsuleProbe {
  /// Asks as every program does, or reads the file where there is no `getent`.
  private static final String LOOK_UP =
      "command -v getent >/dev/null && exec getent ahostsv4 \"$1\"; grep -F \" $1\" /etc/hosts";

  private final HostsFile hosts;
  private final Path directory;
  private final CapsulePlan plan;
  private final String searchPath;

  /// @param directory the session's own, in which a capsule's script is written
  CapsuleProbe(HostsFile hosts, Path directory, CapsulePlan plan) {
    this(
        hosts,
        directory,
        plan,
        System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin:/usr/sbin:/sbin");
  }

  CapsuleProbe(HostsFile hosts, Path directory, CapsulePlan plan, String searchPath) {
    this.hosts = hosts;
    this.directory = directory;
    this.plan = plan;
    this.searchPath = searchPath;
  }

  NameWay run() {
    Optional<Capsule.Tools> tools = Capsule.Tools.find(searchPath);
    if (tools.isEmpty()) {
      return NameWay.environment("a private hosts file needs unshare and mount (util-linux)");
    }
    try {
      NameWay way = run(tools.get(), plan, "");
      return way instanceof NameWay.ByEnvironment(String reason) && !plan.places().isEmpty()
          ? run(tools.get(), CapsulePlan.NOTHING, reason)
          : way;
    } catch (IOException e) {
      return NameWay.environment("trying a private hosts file failed: " + e.getMessage());
    }
  }

  /// @param withoutVolumes why they do not lie at their own paths; empty if they are to
  private NameWay run(Capsule.Tools tools, CapsulePlan tried, String withoutVolumes)
      throws IOException {
    Path script = CapsuleScript.write(directory, tools, hosts.path(), tried);
    int userId = id("-u");
    List<Capsule> candidates = new ArrayList<>();
    if (userId == 0) {
      candidates.add(Capsule.asRoot(tools, script));
    }
    candidates.add(Capsule.asUser(tools, script, userId, id("-g"))); // root, but in a container
    String reason = "";
    for (Capsule capsule : candidates) {
      Optional<String> obstacle = obstacle(capsule);
      if (obstacle.isEmpty()) {
        return new NameWay.InCapsule(
            capsule, hosts.entries().size(), RealPaths.of(tried, withoutVolumes));
      }
      reason = obstacle.get();
    }
    return NameWay.environment(reason);
  }

  private Optional<String> obstacle(Capsule capsule) throws IOException {
    Map.Entry<String, String> entry = hosts.entries().entrySet().iterator().next();
    ShortRun lookup =
        ShortRun.of(capsule.wrap(List.of("/bin/sh", "-c", LOOK_UP, "sh", entry.getKey())));
    if (lookup.output().startsWith(entry.getValue())) {
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
