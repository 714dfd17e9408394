package dev.hawser.endpoint.volumes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/// Where an archive's names lie below the mirror's directory; nothing leads out of it, neither by
/// its name nor through a link that came before.
final class MirrorPaths {
  private final Path root;

  MirrorPaths(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /// @throws RefusedException if the name would lead out, or cannot be a name here
  Path resolve(String name) throws RefusedException {
    Path path = root;
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new RefusedException("its name leads out of the volumes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        if (Files.isSymbolicLink(path)) {
          throw new RefusedException("it lies below a symbolic link");
        }
        path = child(path, part);
      }
    }
    return path;
  }

  private static Path child(Path path, String part) throws RefusedException {
    try {
      Path child = path.resolve(part);
      if (child.getNameCount() == path.getNameCount() + 1) {
        return child;
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new RefusedException("its name is impossible on this machine");
  }

  /// @param path below the root
  Path parent(Path path) {
    return Objects.requireNonNullElse(path.getParent(), root);
  }

  boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Says why one entry is left out; the others are not concerned.
  static final class RefusedException extends IOException {
    RefusedException(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }
}
