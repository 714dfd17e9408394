package dev.hawser.cli.command;

import dev.hawser.cli.connect.EnvironmentOutput;
import dev.hawser.cli.connect.EnvironmentRequest;
import dev.hawser.endpoint.environment.Environment.Scope;
import dev.hawser.endpoint.environment.EnvironmentFormat;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `connect` does with the environment, besides giving it to the command.
final class EnvironmentOptions {
  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Writes the environment to FILE, with mode 0600, for it holds secrets; it is deleted when"
              + " the session ends.")
  private @Nullable Path file;

  @Option(
      names = "--env-format",
      paramLabel = "FORMAT",
      description =
          "Format of that file: dotenv, sh, fish, ps1, cmd, json, docker (default: by its ending;"
              + " dotenv where that says nothing).")
  private @Nullable EnvironmentFormat format;

  @Option(names = "--keep-env-file", description = "Lets that file stay.")
  private boolean keep;

  @Option(
      names = "--env-all",
      description =
          "Takes over also what describes the container's image and not the application: PATH,"
              + " HOME, JAVA_HOME, ...")
  private boolean all;

  EnvironmentRequest request() {
    return new EnvironmentRequest(
        Optional.ofNullable(file).map(this::output), all ? Scope.EVERYTHING : Scope.APPLICATION);
  }

  private EnvironmentOutput output(Path path) {
    return new EnvironmentOutput(path, format == null ? EnvironmentFormat.of(path) : format, keep);
  }
}
