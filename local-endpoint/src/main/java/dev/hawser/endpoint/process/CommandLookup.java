package dev.hawser.endpoint.process;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the program that a command's first word means, as a POSIX shell does.
public final class CommandLookup {
  private CommandLookup() {}

  /// @param path the directories to look in, as `PATH` has them
  public static Optional<Path> onPath(String name, String path) {
    return candidates(name, path, Path.of("")).filter(CommandLookup::canRun).findFirst();
  }

  /// @param directory where the command is to run; relative names start there
  /// @throws dev.hawser.endpoint.failure.FailureException if there is no such program
  static Path require(String name, String path, Path directory) {
    if (name.indexOf('/') >= 0) {
      Path program = directory.resolve(name);
      if (canRun(program)) {
        return program;
      }
      throw Files.isRegularFile(program)
          ? failure(name + ": not executable", "chmod +x it, or name the program that reads it")
          : failure(name + ": no such file", "check the command after --");
    }
    return candidates(name, path, directory)
        .filter(CommandLookup::canRun)
        .findFirst()
        .orElseThrow(
            () ->
                failure(
                    name + ": command not found on PATH",
                    "check the command after --, or name the program with its path"));
  }

  private static Stream<Path> candidates(String name, String path, Path directory) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(entry -> directory.resolve(entry).resolve(name));
  }

  private static boolean canRun(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program);
  }

  private static FailureException failure(String what, String advice) {
    return new Failure(FailureKind.USAGE, what, advice).asException();
  }
}
