package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentFileTest {
  private final Path directory;

  EnvironmentFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void onlyTheOwnerMayReadTheFileAndAnOldOneIsReplaced() throws Exception {
    Path file = Files.writeString(directory.resolve("app.env"), "OLD=1\n");

    EnvironmentFile.write(file, EnvironmentFormat.DOTENV, Environment.of(Map.of("NEW", "2")));

    assertThat(file).hasContent("NEW=2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void namesThatTheFormatCannotExpressAreTold() {
    EnvironmentFile written =
        EnvironmentFile.write(
            directory.resolve("variables"),
            EnvironmentFormat.SH,
            Environment.of(Map.of("my.name", "1", "OK", "2")));

    assertThat(written.leftOut()).containsExactly("my.name");
    assertThat(written.path()).hasContent("export OK='2'\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsAFailureThatNamesIt() {
    assertThatThrownBy(
            () ->
                EnvironmentFile.write(
                    directory.resolve("missing/app.env"),
                    EnvironmentFormat.DOTENV,
                    Environment.of(Map.of("TOKEN", "s3cret"))))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("missing/app.env")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(
            () ->
                EnvironmentFile.write(
                    directory, EnvironmentFormat.DOTENV, Environment.of(Map.of())))
        .isInstanceOf(FailureException.class);
  }
}
