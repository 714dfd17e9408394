package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a format writes, read by the programs that it is for.
class EnvironmentFormatTest {
  private final Path directory;

  EnvironmentFormatTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @EnumSource
  void theProgramReadsEveryValueAsItWas(EnvironmentReader reader) throws Exception {
    reader.requireProgram();

    assertReadAsWritten(reader, AwkwardVariables.known(), "known values");
  }

  @ParameterizedTest
  @EnumSource
  void theProgramReadsValuesThatNobodyThoughtOf(EnvironmentReader reader) throws Exception {
    reader.requireProgram();
    long seed = System.nanoTime();

    assertReadAsWritten(reader, AwkwardVariables.random(seed, 400), "seed " + seed);
  }

  private void assertReadAsWritten(
      EnvironmentReader reader, Map<String, String> variables, String description)
      throws Exception {
    EnvironmentFile file =
        EnvironmentFile.write(
            directory.resolve("variables"), reader.format(), Environment.of(variables));
    Map<String, String> wanted = new LinkedHashMap<>(variables);
    wanted.keySet().removeAll(file.leftOut());

    assertThat(reader.read(file.path())).as(description).containsAllEntriesOf(wanted);
  }

  @Test
  void whatAFormatCannotSayIsLeftOutAndTold() {
    assertThat(leftOut(EnvironmentFormat.JSON)).isEmpty();
    assertThat(leftOut(EnvironmentFormat.SH)).containsExactly("my.name", "UID", "RANDOM");
    assertThat(leftOut(EnvironmentFormat.FISH)).containsExactly("my.name", "status");
    assertThat(leftOut(EnvironmentFormat.DOTENV))
        .containsExactly(
            "ALL_QUOTES",
            "BRACES",
            "TWO_BACKSLASHES",
            "LAST_BACKSLASH",
            "RETURN",
            "LAST_RETURN",
            "my.name",
            "UID",
            "RANDOM");
    assertThat(leftOut(EnvironmentFormat.DOCKER)).containsExactly("MULTI_LINE", "LAST_RETURN");
    assertThat(leftOut(EnvironmentFormat.PS1)).containsExactly("EMPTY");
    assertThat(leftOut(EnvironmentFormat.CMD))
        .containsExactly("EMPTY", "MULTI_LINE", "RETURN", "LAST_RETURN");
  }

  private static List<String> leftOut(EnvironmentFormat format) {
    return EnvironmentText.of(Environment.of(AwkwardVariables.known()), format).leftOut();
  }

  @ParameterizedTest
  @CsvSource({
    "app.sh, SH",
    "app.fish, FISH",
    "app.PS1, PS1",
    "app.cmd, CMD",
    "app.bat, CMD",
    "app.json, JSON",
    ".env, DOTENV",
    "app.env, DOTENV",
    "app, DOTENV"
  })
  void theEndingOfAFilesNameTellsTheFormat(String name, EnvironmentFormat format) {
    assertThat(EnvironmentFormat.of(Path.of(name))).isEqualTo(format);
  }

  @Test
  void aTextTellsNoValueWhenItIsLogged() {
    EnvironmentText text =
        EnvironmentText.of(Environment.of(Map.of("TOKEN", "s3cret")), EnvironmentFormat.SH);

    assertThat(text.text()).contains("s3cret");
    assertThat(text.toString()).doesNotContain("s3cret");
  }

  @Test
  void jsonEscapesWhatItMust() {
    assertThat(
            EnvironmentText.of(
                    Environment.of(Map.of("A.b", "x\"\\\n\u0001ü")), EnvironmentFormat.JSON)
                .text())
        .isEqualTo("{\n  \"A.b\": \"x\\\"\\\\\\u000a\\u0001ü\"\n}\n");
  }

  /// No PowerShell here: by about_Quoting_Rules and about_Environment_Variables.
  @Test
  void powerShellDoublesEveryQuoteThatItTakesForOne() {
    assertThat(
            EnvironmentText.of(
                    Environment.of(Map.of("A", "it's \u2018so\u2019 $x `n\n\"")),
                    EnvironmentFormat.PS1)
                .text())
        .isEqualTo("\ufeff${env:A} = 'it''s \u2018\u2018so\u2019\u2019 $x `n\n\"'\n");
  }

  /// No cmd here: by the documentation of set and of cmd's special characters.
  @Test
  void cmdEscapesWhatItWouldObeyOutsideItsQuotes() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("A", "a & b | 100%");
    variables.put("B", "say \"hi\" & \"<x>\" ^ end");

    assertThat(EnvironmentText.of(Environment.of(variables), EnvironmentFormat.CMD).text())
        .isEqualTo(
            String.join(
                "\r\n",
                "@echo off",
                "set \"A=a & b | 100%%\"",
                "set \"B=say \"hi\" & \"^<x^>\" ^ end\"",
                ""));
  }

  @Test
  void cmdIsToldWhichEncodingTheFileHas() {
    assertThat(EnvironmentText.of(Environment.of(Map.of("A", "ü")), EnvironmentFormat.CMD).text())
        .isEqualTo("@echo off\r\nchcp 65001 >nul\r\nset \"A=ü\"\r\n");
  }

  @Test
  void cmdCannotReadALineAboveItsLimit() {
    assertThat(
            EnvironmentText.of(Environment.of(Map.of("A", "x".repeat(8191))), EnvironmentFormat.CMD)
                .leftOut())
        .containsExactly("A");
  }
}
