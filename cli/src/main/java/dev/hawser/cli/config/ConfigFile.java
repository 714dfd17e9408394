package dev.hawser.cli.config;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One `config.yaml`, read and checked.
///
/// @param settings what counts for every profile
/// @param profiles what counts for one, by its name
record ConfigFile(
    Path path, Map<Setting, Configured> settings, Map<String, Map<Setting, Configured>> profiles) {
  static final String PROFILES = "profiles";

  /// @param base where relative paths start
  /// @throws dev.hawser.endpoint.failure.FailureException if something is not understood
  static ConfigFile read(Path path, Path base) {
    return of(YamlFile.read(path), base);
  }

  static ConfigFile of(YamlFile yaml, Path base) {
    return new Reading(yaml, base).file();
  }

  /// The profile's own value, else the one for all.
  Optional<Configured> find(Setting setting, Optional<String> profile) {
    return profile
        .map(name -> profiles.getOrDefault(name, Map.of()).get(setting))
        .or(() -> Optional.ofNullable(settings.get(setting)));
  }

  private record Reading(YamlFile yaml, Path base) {
    ConfigFile file() {
      Map<String, Map<Setting, Configured>> profiles = new LinkedHashMap<>();
      List<YamlValue.Entry> general =
          yaml.top().entries().stream().filter(entry -> !entry.key().equals(PROFILES)).toList();
      List<String> known = Stream.concat(Setting.keys().stream(), Stream.of(PROFILES)).toList();
      Map<Setting, Configured> settings = settings(general, known);
      for (YamlValue.Entry entry : yaml.top().entries()) {
        if (entry.key().equals(PROFILES)) {
          for (YamlValue.Entry profile : keys(entry).entries()) {
            profiles.put(profile.key(), profile(profile));
          }
        }
      }
      return new ConfigFile(yaml.path(), settings, profiles);
    }

    private Map<Setting, Configured> profile(YamlValue.Entry profile) {
      List<String> known =
          Setting.keys().stream().filter(key -> !key.equals(Setting.PROFILE.key())).toList();
      return settings(keys(profile).entries(), known);
    }

    private Map<Setting, Configured> settings(List<YamlValue.Entry> entries, List<String> known) {
      Map<Setting, Configured> settings = new EnumMap<>(Setting.class);
      for (YamlValue.Entry entry : entries) {
        if (!known.contains(entry.key())) {
          throw unknown(entry, known);
        }
        Setting setting = Setting.of(entry.key()).orElseThrow();
        settings.put(setting, configured(setting, entry));
      }
      return settings;
    }

    private RuntimeException unknown(YamlValue.Entry entry, List<String> known) {
      return yaml.malformed(
          entry.line(),
          "unknown key '%s'".formatted(entry.key()),
          NearestWord.to(entry.key(), known)
              .map(nearest -> "did you mean '%s'?".formatted(nearest))
              .orElse("known keys: " + String.join(", ", known)));
    }

    private Configured configured(Setting setting, YamlValue.Entry entry) {
      Origin origin = new Origin.FileLine(yaml.path(), entry.line(), base);
      return switch (setting.shape()) {
        case TEXT, PATH -> Configured.text(text(entry.key(), entry.value()), origin);
        case LIST -> new Configured(words(entry), Map.of(), origin);
        case VARIABLES -> new Configured(List.of(), variables(entry), origin);
      };
    }

    private List<String> words(YamlValue.Entry entry) {
      if (entry.value() instanceof YamlValue.Items items) {
        return items.values().stream().map(item -> text(entry.key(), item)).toList();
      }
      throw yaml.malformed(
          entry.line(),
          "%s: not a list".formatted(entry.key()),
          "write %s: [ONE, TWO] or each on a line that starts with -".formatted(entry.key()));
    }

    private Map<String, String> variables(YamlValue.Entry entry) {
      Map<String, String> variables = new LinkedHashMap<>();
      for (YamlValue.Entry variable : keys(entry).entries()) {
        if (variable.value() instanceof YamlValue.Text value) {
          variables.put(variable.key(), value.text());
        } else {
          throw yaml.malformed(
              variable.line(), variable.key() + ": not a text", "write NAME: VALUE");
        }
      }
      return variables;
    }

    private String text(String key, YamlValue value) {
      if (value instanceof YamlValue.Text text && !text.text().isBlank()) {
        return text.text();
      }
      throw yaml.malformed(value.line(), key + ": no value", "write one, or remove the key");
    }

    private YamlValue.Keys keys(YamlValue.Entry entry) {
      return switch (entry.value()) {
        case YamlValue.Keys keys -> keys;
        case YamlValue.Text text when text.text().isEmpty() ->
            new YamlValue.Keys(List.of(), entry.line());
        case YamlValue.Text _, YamlValue.Items _ ->
            throw yaml.malformed(
                entry.line(),
                "%s: no keys below it".formatted(entry.key()),
                "write KEY: VALUE below it, each on a line of its own");
      };
    }
  }
}
