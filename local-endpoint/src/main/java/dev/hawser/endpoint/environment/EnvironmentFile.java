package dev.hawser.endpoint.environment;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Variables as a file that other tools read: `.sh` to be sourced by a POSIX shell, `.json` one
/// object, every other ending dotenv. Mode 0600 from its creation, put in place in one step.
///
/// @param leftOut names that the format cannot express
public record EnvironmentFile(Path path, List<String> leftOut) {

  public EnvironmentFile {
    leftOut = List.copyOf(leftOut);
  }

  /// @throws dev.hawser.endpoint.failure.FailureException if there is no such format, or the file
  /// cannot be written
  public static EnvironmentFile write(Path path, Environment environment) {
    EnvironmentFormat format = format(path);
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new Failure(FailureKind.USAGE, path + " is not a file", "name a file to be written")
          .asException();
    }
    StringBuilder text = new StringBuilder();
    List<String> leftOut =
        environment.variables().keySet().stream().filter(name -> !format.canName(name)).toList();
    List<Map.Entry<String, String>> entries =
        environment.variables().entrySet().stream()
            .filter(entry -> format.canName(entry.getKey()))
            .toList();
    format.append(text, entries);
    try {
      PrivateFiles.replace(path, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "cannot write the environment to %s (%s)".formatted(path, e),
              "name a file in a directory that you may write to")
          .asException(e);
    }
    return new EnvironmentFile(path, leftOut);
  }

  private static EnvironmentFormat format(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".ps1") || name.endsWith(".cmd") || name.endsWith(".bat")) {
      throw new Failure(
              FailureKind.USAGE,
              path + ": this format cannot be written yet",
              "end the name with .sh, .json or .env")
          .asException();
    }
    if (name.endsWith(".sh")) {
      return EnvironmentFormat.SH;
    }
    return name.endsWith(".json") ? EnvironmentFormat.JSON : EnvironmentFormat.DOTENV;
  }
}
