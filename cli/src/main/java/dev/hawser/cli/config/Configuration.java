package dev.hawser.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hawser.cluster.plan.AgentImage;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Settings that need not be given each time: a flag goes before the environment, that before the
/// project's `.hawser/config.yaml`, that before the user's `~/.config/hawser/config.yaml`.
public final class Configuration {
  private static final String AGENT_IMAGE_VARIABLE = "HAWSER_AGENT_IMAGE";
  private static final YAMLMapper YAML = new YAMLMapper();

  static {
    YAML.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /// What a file may hold.
  ///
  /// @param agentImage name of the agent's image
  record Settings(@Nullable String agentImage) {}

  private final Map<String, String> environment;
  private final List<Settings> files;

  private Configuration(Map<String, String> environment, List<Settings> files) {
    this.environment = environment;
    this.files = files;
  }

  /// @throws dev.hawser.endpoint.failure.FailureException if a file cannot be understood
  public static Configuration load() {
    return load(
        System.getenv(), Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
  }

  static Configuration load(Map<String, String> environment, Path project, Path home) {
    List<Settings> files =
        Stream.of(
                project.resolve(".hawser/config.yaml"), home.resolve(".config/hawser/config.yaml"))
            .filter(Files::isRegularFile)
            .map(Configuration::read)
            .toList();
    return new Configuration(environment, files);
  }

  private static Settings read(Path file) {
    try {
      String text = Files.readString(file);
      return text.isBlank() ? new Settings(null) : YAML.readValue(text, Settings.class);
    } catch (UnrecognizedPropertyException e) {
      throw malformed(
          file,
          "unknown key '%s'".formatted(e.getPropertyName()),
          "known keys: " + e.getKnownPropertyIds());
    } catch (JsonProcessingException e) {
      throw malformed(file, e.getOriginalMessage(), "correct the file");
    } catch (IOException e) {
      throw malformed(file, String.valueOf(e.getMessage()), "check the file's permissions");
    }
  }

  private static RuntimeException malformed(Path file, String what, String advice) {
    return new Failure(FailureKind.USAGE, file + ": " + what, advice).asException();
  }

  /// The agent's image.
  ///
  /// @param flag what the command line says
  public String agentImage(Optional<String> flag) {
    return flag.or(() -> Optional.ofNullable(environment.get(AGENT_IMAGE_VARIABLE)))
        .filter(name -> !name.isBlank())
        .or(() -> files.stream().map(Settings::agentImage).flatMap(Stream::ofNullable).findFirst())
        .orElse(AgentImage.DEFAULT);
  }
}
