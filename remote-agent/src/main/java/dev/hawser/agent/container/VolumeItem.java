package dev.hawser.agent.container;

import java.nio.file.Path;

/// One thing found in a mounted volume.
sealed interface VolumeItem {
  Path path();

  record Directory(Path path) implements VolumeItem {}

  record RegularFile(Path path) implements VolumeItem {}

  record SymbolicLink(Path path) implements VolumeItem {}

  /// Something that is there and is not handed over.
  ///
  /// @param reason a few words for whoever misses it
  record Skipped(Path path, String reason) implements VolumeItem {}
}
