package dev.hawser.endpoint.names;

import dev.hawser.endpoint.process.CommandLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts a command in a mount namespace of its own, in which another file lies over `/etc/hosts`,
/// and volumes at the paths that they have in the container. The rest of the machine sees nothing
/// of it, and nothing has to be cleaned up: the namespace ends with its last process.
///
/// Root needs the mount namespace only. Any other user gets it with a user namespace, in which
/// `unshare` may mount because it is root there, and then a second one inside, in which the command
/// has the user's own ids back and no privilege. Each program of the chain becomes the next
/// (`exec`), so that the command has the pid that was started, its signals and its exit code.
///
/// What a user namespace takes away: other users' files show as `nobody`'s, and set-user-id
/// programs (`sudo`) do not gain anything.
final class Capsule {
  private static final String SHELL = "/bin/sh";

  private final List<String> before;
  private final Path script;
  private final List<String> after;

  private Capsule(List<String> before, Path script, List<String> after) {
    this.before = List.copyOf(before);
    this.script = script.toAbsolutePath();
    this.after = List.copyOf(after);
  }

  /// @param script a [CapsuleScript]
  static Capsule asRoot(Tools tools, Path script) {
    return new Capsule(List.of(tools.unshare(), "--mount", "--", SHELL), script, List.of());
  }

  static Capsule asUser(Tools tools, Path script, int userId, int groupId) {
    return new Capsule(
        List.of(tools.unshare(), "--user", "--map-root-user", "--mount", "--", SHELL),
        script,
        List.of(tools.unshare(), "--user", "--map-user=" + userId, "--map-group=" + groupId, "--"));
  }

  /// The same, which has other things mounted.
  Capsule with(Path other) {
    return new Capsule(before, other, after);
  }

  List<String> wrap(List<String> command) {
    List<String> wrapped = new ArrayList<>(before);
    wrapped.add(script.toString());
    wrapped.addAll(after);
    wrapped.addAll(command);
    return wrapped;
  }

  /// Programs of util-linux and of the machine, by their paths, for the command's own search path
  /// may be another.
  ///
  /// @param searchPath where to look for more of them
  record Tools(String unshare, String mount, String searchPath) {
    /// Where administrators' programs are, which is not on every user's search path.
    private static final String MORE = ":/usr/sbin:/sbin:/usr/bin:/bin";

    /// Empty if one of the first two is missing.
    static Optional<Tools> find(String searchPath) {
      Optional<Path> unshare = CommandLookup.onPath("unshare", searchPath);
      Optional<Path> mount = CommandLookup.onPath("mount", searchPath);
      return unshare.isEmpty() || mount.isEmpty()
          ? Optional.empty()
          : Optional.of(new Tools(unshare.get().toString(), mount.get().toString(), searchPath));
    }

    String named(String name) {
      return CommandLookup.onPath(name, searchPath + MORE).map(Path::toString).orElse(name);
    }
  }
}
