package dev.hawser.endpoint.environment;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Variables as a file that other tools read. Mode 0600 from its creation, put in place in one
/// step.
///
/// @param leftOut names that the format cannot express
public record EnvironmentFile(Path path, List<String> leftOut) {

  public EnvironmentFile {
    leftOut = List.copyOf(leftOut);
  }

  /// @throws dev.hawser.endpoint.failure.FailureException if the file cannot be written
  public static EnvironmentFile write(
      Path path, EnvironmentFormat format, Environment environment) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new Failure(FailureKind.USAGE, path + " is not a file", "name a file to be written")
          .asException();
    }
    EnvironmentText text = EnvironmentText.of(environment, format);
    try {
      PrivateFiles.replace(path, text.bytes());
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "cannot write the environment to %s (%s)".formatted(path, e),
              "name a file in a directory that you may write to")
          .asException(e);
    }
    return new EnvironmentFile(path, text.leftOut());
  }
}
