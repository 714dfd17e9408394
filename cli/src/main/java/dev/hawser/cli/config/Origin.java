package dev.hawser.cli.config;

import java.nio.file.Path;

/// Where a value was written.
public sealed interface Origin {

  /// Where relative paths start.
  Path base();

  /// In the environment.
  record Variable(String name, Path base) implements Origin {
    @Override
    public String toString() {
      return "$" + name;
    }
  }

  /// In a file.
  ///
  /// @param line from 1
  record FileLine(Path file, int line, Path base) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }
}
