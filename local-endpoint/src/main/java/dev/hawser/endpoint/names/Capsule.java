package dev.hawser.endpoint.names;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts a command in a mount namespace of its own, in which another file lies over `/etc/hosts`.
/// The rest of the machine sees nothing of it, and nothing has to be cleaned up: the namespace ends
/// with its last process.
///
/// Root needs the mount namespace only. Any other user gets it with a user namespace, in which
/// `unshare` may mount because it is root there, and then a second one inside, in which the command
/// has the user's own ids back and no privilege. Each program of the chain becomes the next
/// (`exec`), so that the command has the pid that was started, its signals and its exit code.
///
/// What a user namespace takes away: other users' files show as `nobody`'s, and set-user-id
/// programs (`sudo`) do not gain anything.
final class Capsule {
  private static final String MOUNT_AND_BECOME =
      "\"$1\" --bind \"$2\" /etc/hosts && shift 2 && exec \"$@\"";

  private final List<String> start;

  private Capsule(List<String> start) {
    this.start = List.copyOf(start);
  }

  static Capsule asRoot(Tools tools, Path hosts) {
    List<String> start = new ArrayList<>(List.of(tools.unshare(), "--mount", "--"));
    start.addAll(mounting(tools, hosts));
    return new Capsule(start);
  }

  static Capsule asUser(Tools tools, Path hosts, int userId, int groupId) {
    List<String> start =
        new ArrayList<>(List.of(tools.unshare(), "--user", "--map-root-user", "--mount", "--"));
    start.addAll(mounting(tools, hosts));
    start.addAll(
        List.of(tools.unshare(), "--user", "--map-user=" + userId, "--map-group=" + groupId, "--"));
    return new Capsule(start);
  }

  private static List<String> mounting(Tools tools, Path hosts) {
    return List.of(
        "/bin/sh",
        "-c",
        MOUNT_AND_BECOME,
        "hawser-capsule",
        tools.mount(),
        hosts.toAbsolutePath().toString());
  }

  List<String> wrap(List<String> command) {
    List<String> wrapped = new ArrayList<>(start);
    wrapped.addAll(command);
    return wrapped;
  }

  /// The paths of the two programs of util-linux.
  record Tools(String unshare, String mount) {}
}
