package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program that reads one of the formats, run to see what it makes of a file.
enum EnvironmentReader {
  SH(EnvironmentFormat.SH, "/bin/sh", "-c", ". \"$1\"; env -0", "sh"),
  DASH(EnvironmentFormat.SH, "dash", "-c", ". \"$1\"; env -0", "dash"),
  BASH(EnvironmentFormat.SH, "bash", "-c", ". \"$1\"; env -0", "bash"),
  POSIX_BASH(EnvironmentFormat.SH, "bash", "--posix", "-c", ". \"$1\"; env -0", "bash"),
  FISH(EnvironmentFormat.FISH, "fish", "-c", "source $argv[1]; env -0"),
  DOTENV_SH(EnvironmentFormat.DOTENV, "/bin/sh", "-c", "set -a; . \"$1\"; env -0", "sh"),
  DOTENV_BASH(EnvironmentFormat.DOTENV, "bash", "-c", "set -a; . \"$1\"; env -0", "bash"),
  DOTENV_NODE(
      EnvironmentFormat.DOTENV,
      "node",
      "-e",
      "process.loadEnvFile(process.argv[1]); for (const k in process.env)"
          + " process.stdout.write(k + '=' + process.env[k] + '\\0')"),
  DOTENV_PYTHON(
      EnvironmentFormat.DOTENV,
      "/usr/bin/python3",
      "-c",
      """
      import dotenv, sys
      for k, v in dotenv.dotenv_values(sys.argv[1]).items():
          sys.stdout.buffer.write((k + '=' + v + '\\0').encode())
      """),
  JSON_NODE(
      EnvironmentFormat.JSON,
      "node",
      "-e",
      "for (const [k, v] of Object.entries(JSON.parse(fs.readFileSync(process.argv[1], 'utf8'))))"
          + " process.stdout.write(k + '=' + v + '\\0')"),
  JSON_PYTHON(
      EnvironmentFormat.JSON,
      "/usr/bin/python3",
      "-c",
      """
      import json, sys
      for k, v in json.load(open(sys.argv[1], encoding='utf-8')).items():
          sys.stdout.buffer.write((k + '=' + v + '\\0').encode())
      """);

  /// Set where all programs must be there (`.ci/run`); else those that are not are passed over.
  private static final String ALL_PROGRAMS = "HAWSER_TEST_PROGRAMS";

  private final EnvironmentFormat format;

  @SuppressWarnings("ImmutableEnumChecker") // nobody else has it
  private final String[] command;

  EnvironmentReader(EnvironmentFormat format, String... command) {
    this.format = format;
    this.command = command;
  }

  EnvironmentFormat format() {
    return format;
  }

  void requireProgram() {
    requireProgram(command[0]);
  }

  static void requireProgram(String name) {
    assumeTrue(
        System.getenv(ALL_PROGRAMS) != null || isThere(name), name + " is not on this machine");
  }

  private static boolean isThere(String name) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(name)));
  }

  /// The variables that it knows after it has read the file.
  Map<String, String> read(Path file) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    words.add(file.toString());
    Process process = new ProcessBuilder(words).redirectErrorStream(false).start();
    byte[] output = process.getInputStream().readAllBytes();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    assertThat(errors).isEmpty();
    return new LinkedHashMap<>(Environment.parse(output).variables());
  }
}
