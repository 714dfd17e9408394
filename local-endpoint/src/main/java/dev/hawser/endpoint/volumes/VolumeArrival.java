package dev.hawser.endpoint.volumes;

import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Takes one volume, or a part of one, beside the mirror first, so that whoever looks at the mirror
/// never sees half of it.
public final class VolumeArrival {
  private static final String PART = ".arriving";

  private VolumeArrival() {}

  /// Reads the archive of one path into the mirror, unless that is there already. The limit is the
  /// space on the disk.
  ///
  /// @param path in the container
  /// @return what came; nothing if it was there
  public static VolumeMirror into(Path mirror, String path, InputStream archive)
      throws IOException {
    Path place = inside(mirror, path);
    try (Staging staging = Staging.beside(mirror)) {
      VolumeMirror came =
          TarMirror.write(
              archive, staging.directory(), Files.getFileStore(mirror).getUsableSpace());
      Path arrived = inside(staging.directory(), path);
      if (Files.exists(arrived, LinkOption.NOFOLLOW_LINKS)
          && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        makeDirectories(mirror, place);
        Files.move(arrived, place);
        return came;
      }
      return new VolumeMirror(mirror, 0, 0, came.skipped());
    }
  }

  /// Reads the archive of one mount of the kubelet's and swaps to it.
  ///
  /// @return whether it was another writing than the mirror's
  public static boolean renewed(Path mirror, String path, InputStream archive) throws IOException {
    try (Staging staging = Staging.beside(mirror)) {
      TarMirror.write(archive, staging.directory(), TarMirror.LIMIT_BYTES);
      return new AtomicVolume(inside(mirror, path))
          .renew(new AtomicVolume(inside(staging.directory(), path)));
    }
  }

  private static Path inside(Path directory, String path) throws IOException {
    Path inside = directory.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!inside.startsWith(directory)) {
      throw new IOException("a path that leads out of the volumes");
    }
    return inside;
  }

  private static void makeDirectories(Path mirror, Path place) throws IOException {
    Path parent = place.getParent();
    if (parent != null && !parent.equals(mirror) && !Files.isDirectory(parent)) {
      makeDirectories(mirror, parent);
      PrivateFiles.makeDirectory(parent);
    }
  }

  /// A directory on the mirror's file system, for what is not complete yet.
  private record Staging(Path directory) implements AutoCloseable {
    static Staging beside(Path mirror) throws IOException {
      Path directory = mirror.resolveSibling(mirror.getFileName() + PART);
      PrivateFiles.deleteTree(directory);
      PrivateFiles.makeDirectory(directory);
      return new Staging(directory.toRealPath());
    }

    @Override
    public void close() throws IOException {
      PrivateFiles.deleteTree(directory);
    }
  }
}
