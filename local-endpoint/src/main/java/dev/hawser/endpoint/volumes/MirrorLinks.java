package dev.hawser.endpoint.volumes;

import dev.hawser.endpoint.volumes.MirrorPaths.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes symbolic links whose targets stay below the mirror's directory.
///
/// A relative target may go up only at its start: `b/../..` leads elsewhere when `b` is itself a
/// link. An absolute one is meant from the container's root, so it becomes a relative one; whether
/// its target came over is known at the end only.
final class MirrorLinks {
  private final MirrorPaths paths;
  private final Map<Path, Path> absolute = new LinkedHashMap<>();
  private int written;

  MirrorLinks(MirrorPaths paths) {
    this.paths = paths;
  }

  /// Writes the link; an absolute one waits for [#finish].
  void write(Path link, String target) throws IOException {
    if (target.startsWith("/")) {
      absolute.put(link, paths.resolve(target));
      return;
    }
    checkStaysInside(link, target);
    Files.createSymbolicLink(link, path(target));
    written++;
  }

  /// Writes the absolute links whose targets are there, and gives those that lead nowhere.
  List<Path> finish() throws IOException {
    boolean progress = true;
    while (progress) {
      progress = false;
      for (Map.Entry<Path, Path> link : List.copyOf(absolute.entrySet())) {
        Path name = link.getKey();
        if (Files.exists(link.getValue()) && !paths.exists(name)) {
          Files.createSymbolicLink(name, paths.parent(name).relativize(link.getValue()));
          absolute.remove(name);
          written++;
          progress = true;
        }
      }
    }
    return new ArrayList<>(absolute.keySet());
  }

  int written() {
    return written;
  }

  private void checkStaysInside(Path link, String target) throws RefusedException {
    int depth = link.getNameCount() - paths.root().getNameCount() - 1;
    boolean goingUp = true;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
        if (!goingUp || depth < 0) {
          throw new RefusedException("the link leads out of the volumes");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        goingUp = false;
      }
    }
  }

  private static Path path(String target) throws RefusedException {
    try {
      return Path.of(target);
    } catch (InvalidPathException e) {
      throw new RefusedException("the link's target is impossible on this machine");
    }
  }
}
