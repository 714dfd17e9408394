package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.environment.EnvironmentFile;
import dev.hawser.endpoint.environment.EnvironmentFormat;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The file to which the user wants the environment written. It holds secrets, so it goes with the
/// session unless it is to be kept.
public record EnvironmentOutput(Path file, EnvironmentFormat format, boolean kept) {

  /// Before anything is changed: a file of the user's own is not deleted at the end.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException if there is one
  void requireNew() {
    if (!kept && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isEmpty()) {
      throw new Failure(
              FailureKind.USAGE,
              file + " is there already, and would be deleted at the session's end",
              "name another file, delete this one, or have it replaced and kept by --keep-env-file")
          .asException();
    }
  }

  private boolean isEmpty() {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0;
    } catch (IOException unknown) {
      return false;
    }
  }

  void write(Environment environment, Console console) {
    EnvironmentFile written = EnvironmentFile.write(file, format, environment);
    console.tell(
        new Event.Note(
            "environment written to %s%s"
                .formatted(written.path(), kept ? "" : ", until the session ends")));
    if (!written.leftOut().isEmpty()) {
      console.tell(
          new Event.Warning(
              "this format cannot express %s: left out (json can say all)"
                  .formatted(String.join(", ", written.leftOut()))));
    }
  }
}
