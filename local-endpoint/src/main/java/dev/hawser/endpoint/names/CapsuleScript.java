package dev.hawser.endpoint.names;

import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.hosts.MachineHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What a capsule's shell does before it becomes the command: it has a mount namespace of its own,
/// and may mount there.
final class CapsuleScript {
  /// As the hosts file, for the process may change its user; the directory is private.
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  private final StringBuilder text = new StringBuilder("set -e\nhere=$(pwd -P)\n");
  private final Capsule.Tools tools;
  private final Path directory;

  private CapsuleScript(Capsule.Tools tools, Path directory) {
    this.tools = tools;
    this.directory = directory;
  }

  /// @param directory private to the session; the script is written there, and stand-ins are
  /// mounted
  static Path write(Path directory, Capsule.Tools tools, Path hosts, CapsulePlan plan)
      throws IOException {
    CapsuleScript script = new CapsuleScript(tools, directory.toAbsolutePath());
    for (int i = 0; i < plan.standIns().size(); i++) {
      script.standIn(plan.standIns().get(i), i);
    }
    plan.places().forEach(place -> script.bind(place.source(), place.target()));
    script.bind(hosts.toAbsolutePath(), MachineHosts.FILE);
    script.line("cd \"$here\"");
    script.line("exec \"$@\"");
    Path file = directory.resolve("capsule-%d.sh".formatted(plan.places().size()));
    PrivateFiles.replace(file, script.text.toString().getBytes(StandardCharsets.UTF_8));
    PrivateFiles.allow(file, READABLE);
    return file;
  }

  /// One `mount` for all entries, for each process more would cost a millisecond or two.
  private void standIn(StandIn standIn, int number) throws IOException {
    Path stage = directory.resolve("stand-in-" + number);
    List<String> directories = new ArrayList<>();
    List<String> files = new ArrayList<>();
    List<String> links = new ArrayList<>();
    StringBuilder mounts = new StringBuilder();
    for (Path entry : standIn.entries()) {
      Path copy = stage.resolve(standIn.directory().relativize(entry));
      if (Files.isSymbolicLink(entry)) {
        links.add(quoted(entry));
      } else {
        (Files.isDirectory(entry) ? directories : files).add(quoted(copy));
        mounts.append("%s %s none rbind 0 0\n".formatted(inTable(entry), inTable(copy)));
      }
    }
    for (StandIn.Missing missing : standIn.missing()) {
      Path copy = stage.resolve(standIn.directory().relativize(missing.path()));
      Path parent = missing.isDirectory() ? copy : Objects.requireNonNull(copy.getParent());
      directories.add(quoted(parent));
      if (!missing.isDirectory()) {
        files.add(quoted(copy));
      }
    }
    Path table = directory.resolve("stand-in-%d.mounts".formatted(number));
    PrivateFiles.replace(table, mounts.toString().getBytes(StandardCharsets.UTF_8));
    PrivateFiles.allow(table, READABLE);
    line(named("mkdir") + " -p " + quoted(stage));
    line("%s -t tmpfs -o mode=0755 hawser %s".formatted(quoted(tools.mount()), quoted(stage)));
    line(named("mkdir") + " -p " + String.join(" ", directories));
    if (!files.isEmpty()) {
      line("for file in %s; do : >\"$file\"; done".formatted(String.join(" ", files)));
    }
    if (!links.isEmpty()) {
      line("%s -P %s %s".formatted(named("cp"), String.join(" ", links), quoted(stage)));
    }
    line("%s -a -T %s".formatted(quoted(tools.mount()), quoted(table)));
    takePlace(standIn, stage);
  }

  private void takePlace(StandIn standIn, Path stage) {
    String mount = quoted(tools.mount());
    String place = quoted(standIn.directory());
    if (standIn.isRoot()) {
      becomeRoot(stage);
    } else {
      line("%s --rbind %s %s".formatted(mount, quoted(stage), place));
    }
    line("%s -o remount,bind,ro %s".formatted(mount, place));
  }

  /// As `pivot_root(2)` has it under "pivot_root(".", ".")".
  private void becomeRoot(Path stage) {
    line("cd " + quoted(stage));
    line(named("pivot_root") + " . .");
    line(named("umount") + " -l .");
    line("cd /");
  }

  private void bind(Path source, Path target) {
    line("%s --bind %s %s".formatted(quoted(tools.mount()), quoted(source), quoted(target)));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private String named(String tool) {
    return quoted(tools.named(tool));
  }

  /// As fstab(5) has it.
  private static String inTable(Path path) {
    return path.toString()
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }

  private static String quoted(Path path) {
    return quoted(path.toString());
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
