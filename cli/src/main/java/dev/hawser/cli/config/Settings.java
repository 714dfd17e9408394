package dev.hawser.cli.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What is set for one command, but for what its own command line says.
///
/// @param profile the one that counts, if any
/// @param values by their settings, in these' order
public record Settings(Optional<String> profile, Map<Setting, Configured> values) {
  public static final Settings NONE = new Settings(Optional.empty(), Map.of());

  public Settings {
    Map<Setting, Configured> ordered = new EnumMap<>(Setting.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }

  public Optional<Configured> find(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }
}
