package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
  private final Path directory;

  EnvironmentFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Map<String, String> awkward() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("PLAIN", "http://stock:80/a?b");
    values.put("EMPTY", "");
    values.put("SPACES", "  two  words ");
    values.put("LINES", "-----BEGIN\nabc=\n-----END\n");
    values.put("QUOTES", "it's \"so\" `date` $(date) ${HOME} $$ \\ \\n !");
    values.put("SINGLE", "don't");
    values.put("EQUALS", "a=b==");
    values.put("HASH", "#no comment");
    values.put("TILDE", "~/x");
    values.put("UTF8", "grüße \u2693 \ud83d\ude00");
    values.put("TAB_AND_RETURN", "a\tb\rc");
    return values;
  }

  private static String read(Path file, String name) throws IOException, InterruptedException {
    Process sh =
        new ProcessBuilder(
                "sh", "-c", ". \"$1\"; eval \"printf %s \\\"\\$$2\\\"\"", "sh", "" + file, name)
            .start();
    String value = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(sh.waitFor()).isZero();
    return value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.sh", "app.env", ".env"})
  void aShellReadsEveryValueAsItWas(String name) throws Exception {
    Path file = directory.resolve(name);

    EnvironmentFile written = EnvironmentFile.write(file, Environment.of(awkward()));

    assertThat(written.leftOut()).isEmpty();
    for (Map.Entry<String, String> entry : awkward().entrySet()) {
      assertThat(read(file, entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
    }
  }

  @Test
  void jsonEscapesWhatItMust() throws Exception {
    Path file = directory.resolve("app.json");

    EnvironmentFile.write(file, Environment.of(Map.of("A.b", "x\"\\\n\u0001ü")));

    assertThat(file).hasContent("{\n  \"A.b\": \"x\\\"\\\\\\u000a\\u0001ü\"\n}\n");
  }

  @Test
  void onlyTheOwnerMayReadTheFileAndAnOldOneIsReplaced() throws Exception {
    Path file = Files.writeString(directory.resolve("app.env"), "OLD=1\n");

    EnvironmentFile.write(file, Environment.of(Map.of("NEW", "2")));

    assertThat(file).hasContent("NEW=2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var all = Files.list(directory)) {
      assertThat(all).containsExactly(file);
    }
  }

  @Test
  void namesThatAShellCannotHoldAreTold() {
    EnvironmentFile written =
        EnvironmentFile.write(
            directory.resolve("app.sh"), Environment.of(Map.of("my.name", "1", "OK", "2")));

    assertThat(written.leftOut()).containsExactly("my.name");
    assertThat(written.path()).hasContent("export OK='2'\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsAFailureThatNamesIt() {
    assertThatThrownBy(
            () ->
                EnvironmentFile.write(
                    directory.resolve("missing/app.env"),
                    Environment.of(Map.of("TOKEN", "s3cret"))))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("missing/app.env")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> EnvironmentFile.write(directory, Environment.of(Map.of())))
        .isInstanceOf(FailureException.class);
    assertThatThrownBy(
            () -> EnvironmentFile.write(directory.resolve("a.ps1"), Environment.of(Map.of())))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(".sh");
  }
}
