package dev.hawser.endpoint.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A directory that takes another's place in a capsule: it has all that the other has, each
/// mounted from there and written through to it, and the entries that the other lacks. It can be
/// added to no further, for that would be lost with it.
///
/// @param directory the one that it stands in for
/// @param entries what that one has
/// @param missing what it lacks
record StandIn(Path directory, List<Path> entries, List<Missing> missing) {

  /// @param path below the directory
  /// @param isDirectory or a file
  record Missing(Path path, boolean isDirectory) {}

  StandIn {
    entries = List.copyOf(entries);
    missing = List.copyOf(missing);
  }

  static StandIn of(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return new StandIn(directory, entries.sorted().toList(), List.of());
    }
  }

  StandIn with(Missing another) {
    List<Missing> all = new ArrayList<>(missing);
    all.add(another);
    return new StandIn(directory, entries, all);
  }

  /// The machine's root cannot be mounted over; another takes its place as the root.
  boolean isRoot() {
    return directory.getParent() == null;
  }
}
