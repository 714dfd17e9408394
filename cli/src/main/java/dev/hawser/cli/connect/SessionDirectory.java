package dev.hawser.cli.connect;

import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The session's own files: volumes, names, variables. Nobody else may read them, and they are gone
/// when it ends.
record SessionDirectory(Path path) implements AutoCloseable {

  static SessionDirectory create() {
    try {
      SessionDirectory directory = new SessionDirectory(PrivateFiles.makeTemporaryDirectory());
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

  Path environmentScript() {
    return path.resolve("environment.sh");
  }

  @Override
  public void close() {
    try {
      PrivateFiles.deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException("could not be deleted: " + path, e);
    }
  }
}
