package dev.hawser.cli.connect;

import dev.hawser.endpoint.environment.EnvironmentFormat;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The session's own files: volumes, names, variables. Nobody else may read them, and they are gone
/// when it ends.
///
/// @param others files elsewhere that end with it
record SessionDirectory(Path path, List<Path> others) implements AutoCloseable {

  SessionDirectory {
    others = List.copyOf(others);
  }

  static SessionDirectory create(List<Path> others) {
    try {
      SessionDirectory directory =
          new SessionDirectory(PrivateFiles.makeTemporaryDirectory(), others);
      directory.path().toFile().deleteOnExit(); // as long as it is empty
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("the session's directory cannot be made", e);
    }
  }

  Path volumes() {
    return path.resolve("volumes");
  }

  Path names() {
    Path names = path.resolve("names");
    try {
      PrivateFiles.makeDirectory(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  /// What the guard needs.
  Path guard() {
    return path.resolve("guard");
  }

  EnvironmentOutput environmentScript() {
    return new EnvironmentOutput(path.resolve("environment.sh"), EnvironmentFormat.SH, false);
  }

  /// Everything that is to be gone when the session is.
  List<Path> all() {
    List<Path> all = new ArrayList<>(others);
    all.add(path);
    return all;
  }

  @Override
  public void close() {
    try {
      for (Path other : others) {
        Files.deleteIfExists(other);
      }
      PrivateFiles.deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException("could not be deleted: " + path, e);
    }
  }
}
