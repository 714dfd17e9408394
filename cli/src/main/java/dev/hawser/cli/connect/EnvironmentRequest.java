package dev.hawser.cli.connect;

import dev.hawser.endpoint.environment.Environment.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the user wants of the environment.
///
/// @param output where it is written, besides being given to the command
public record EnvironmentRequest(Optional<EnvironmentOutput> output, Scope scope) {

  /// The files that end with the session.
  List<Path> temporaryFiles() {
    return output.filter(one -> !one.kept()).map(EnvironmentOutput::file).stream()
        .map(Path::toAbsolutePath)
        .toList();
  }
}
