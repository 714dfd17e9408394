package dev.hawser.cli.init;

import dev.hawser.cli.config.ConfigText;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The files of a project that the wizard writes: all are made up before the first is written, so
/// that what cannot be merged leaves the project as it was.
///
/// @param directory of the project
/// @param launcher how `hawser` is started
public record ProjectFiles(Path directory, String launcher) {
  private static final Path CONFIG = Path.of(".hawser", "config.yaml");

  /// @return what was written, in order
  /// @throws dev.hawser.endpoint.failure.FailureException if a file cannot be merged or written
  public List<Path> write(Wizard.Outcome outcome) {
    Map<Path, String> texts = new LinkedHashMap<>();
    Profile profile = outcome.profile();
    texts.put(
        CONFIG,
        ProfileFile.with(
            profile, text(CONFIG).map(text -> new ConfigText(directory.resolve(CONFIG), text))));
    texts.put(CONFIG.resolveSibling(ProfileFile.SCHEMA), schema());
    if (outcome.ide().isVsCode()) {
      VsCodeFiles files = new VsCodeFiles(profile, launcher);
      Path tasks = Path.of(".vscode", "tasks.json");
      Path launch = Path.of(".vscode", "launch.json");
      texts.put(tasks, files.tasks(jsonc(tasks, VsCodeFiles.NEW_TASKS)).text());
      if (profile.launch().debugger().isPresent()) {
        texts.put(launch, files.launch(jsonc(launch, VsCodeFiles.NEW_LAUNCH)).text());
      }
    }
    if (outcome.ide().isIntelliJ()) {
      new IntelliJFiles(profile, launcher)
          .all()
          .forEach((name, text) -> texts.put(Path.of(".run", name), text));
    }
    texts.forEach(this::write);
    return List.copyOf(texts.keySet());
  }

  private JsoncText jsonc(Path file, String fresh) {
    return new JsoncText(file, text(file).filter(text -> !text.isBlank()).orElse(fresh));
  }

  private Optional<String> text(Path file) {
    Path path = directory.resolve(file);
    try {
      return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: cannot be read (%s)".formatted(path, e.getMessage()),
              "check the file's permissions and that it is UTF-8")
          .asException(e);
    }
  }

  private void write(Path file, String text) {
    Path path = directory.resolve(file);
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: cannot be written (%s)".formatted(path, e),
              "check the directory's permissions")
          .asException(e);
    }
  }

  /// Beside the configuration, so that editors find it without a network.
  private static String schema() {
    try (InputStream in =
        Objects.requireNonNull(
            ProjectFiles.class.getResourceAsStream("/dev/hawser/cli/config/config.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
