package dev.hawser.cli.config;

import dev.hawser.endpoint.failure.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// A `config.yaml` as it is written, for whoever adds to it.
public record ConfigText(Path path, String text) {

  /// The names of the profiles; none where the text is not understood.
  public List<String> profiles() {
    try {
      ConfigFile file = ConfigFile.of(YamlFile.parse(path, text), path);
      return List.copyOf(file.profiles().keySet());
    } catch (FailureException malformed) {
      return List.of();
    }
  }

  /// The line of the key below which they are, from 1.
  public OptionalInt profilesLine() {
    return YamlFile.parse(path, text).top().entries().stream()
        .filter(entry -> entry.key().equals(ConfigFile.PROFILES))
        .mapToInt(YamlValue.Entry::line)
        .findFirst();
  }

  /// By how many spaces each level is indented.
  public int indent() {
    OptionalInt line = profilesLine();
    return text
        .lines()
        .skip(line.orElse(Integer.MAX_VALUE))
        .filter(one -> !one.isBlank() && !one.strip().startsWith("#"))
        .mapToInt(one -> one.length() - one.stripLeading().length())
        .findFirst()
        .stream()
        .filter(spaces -> spaces > 0)
        .findFirst()
        .orElse(2);
  }

  public String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  /// The same file with another text.
  public ConfigText after(String other) {
    return new ConfigText(path, other);
  }
}
