package dev.hawser.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Directories that go into an image.
final class FileTrees {
  /// Of every file in the image, so that equal content makes equal layers. The JVM, too, compares
  /// it: its start-up cache holds for files of this time only.
  static final Instant TIME = Instant.ofEpochSecond(1);

  private FileTrees() {}

  static void resetTimes(Path root) throws IOException {
    for (Path path : all(root)) {
      if (!Files.isSymbolicLink(path)) {
        Files.setLastModifiedTime(path, FileTime.from(TIME));
      }
    }
  }

  /// The root and all below it, parents first, always in the same order.
  static List<Path> all(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
