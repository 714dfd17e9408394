package dev.hawser.cli.report;

import dev.hawser.endpoint.volumes.VolumeMirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The container's volumes on this machine.
///
/// @param directory below which each file has its path in the container; empty before they came
/// @param mounts where the container has volumes
/// @param skipped what did not come over
public record VolumesReport(
    String directory, long bytes, List<Mount> mounts, List<Skipped> skipped) {

  /// @param files what a process sees there, links among it; those by which the kubelet swaps a
  ///     volume's content are left out
  public record Mount(String path, long files) {}

  /// @param reason why, in a few words
  public record Skipped(String path, String reason) {}

  public VolumesReport {
    mounts = List.copyOf(mounts);
    skipped = List.copyOf(skipped);
  }

  /// Before anything has come over.
  public static VolumesReport none() {
    return new VolumesReport("", 0, List.of(), List.of());
  }

  /// Counts the files as they are now. Blocks.
  ///
  /// @param mounts the paths in the container
  public static VolumesReport of(VolumeMirror mirror, List<String> mounts) {
    return new VolumesReport(
        mirror.directory().toString(),
        mirror.bytes(),
        mounts.stream().map(path -> new Mount(path, files(mirror.directory(), path))).toList(),
        mirror.skipped().stream()
            .map(skipped -> new Skipped(skipped.path(), skipped.reason()))
            .toList());
  }

  private static long files(Path directory, String mount) {
    Path root = directory.resolve(mount.replaceFirst("^/+", ""));
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try (Stream<Path> below = Files.walk(root)) {
      return below.filter(path -> !isKubelets(root, path)).filter(VolumesReport::isFile).count();
    } catch (IOException | UncheckedIOException unreadable) {
      return 0;
    }
  }

  private static boolean isKubelets(Path root, Path path) {
    for (Path part : root.relativize(path)) {
      if (part.toString().startsWith("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFile(Path path) {
    return !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
