package dev.hawser.cluster.environment;

import java.util.Map;

/// The ConfigMaps and Secrets that variables come from.
interface ConfigSources {

  enum Kind {
    CONFIG_MAP("ConfigMap"),
    SECRET("Secret");

    private final String kind;

    Kind(String kind) {
      this.kind = kind;
    }

    String named(String name) {
      return kind + " " + name;
    }
  }

  sealed interface Answer {}

  /// @param values as texts; a Secret's are secret
  record Found(Map<String, String> values) implements Answer {}

  /// @param why in words
  record Missing(String why) implements Answer {}

  Answer read(Kind kind, String name);
}
