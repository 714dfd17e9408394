package dev.hawser.cli.config;

import java.util.List;

/// A part of a YAML file, with the line at which it starts, from 1.
sealed interface YamlValue {
  int line();

  /// Whatever YAML would make of it: `true`, `8080` and `8080:80` are as they were written.
  record Text(String text, int line) implements YamlValue {}

  record Items(List<YamlValue> values, int line) implements YamlValue {}

  record Keys(List<Entry> entries, int line) implements YamlValue {}

  /// @param line the key's
  record Entry(String key, YamlValue value, int line) {}
}
