package dev.hawser.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What can be set without being given each time. `docs/config.schema.json` describes the same to
/// editors.
public enum Setting {
  /// The profile that counts when the command line names neither one nor a target.
  PROFILE("profile", Shape.TEXT),
  TARGET("target", Shape.TEXT),
  CONTEXT("context", Shape.TEXT),
  NAMESPACE("namespace", Shape.TEXT),
  CONTAINER("container", Shape.TEXT),
  PORTS("ports", Shape.LIST),
  COMMAND("command", Shape.LIST),
  DIRECTORY("directory", Shape.PATH),
  ENV_FILE("envFile", Shape.PATH),
  ENV_FORMAT("envFormat", Shape.TEXT),
  KEEP_ENV_FILE("keepEnvFile", Shape.TEXT),
  ENV_ALL("envAll", Shape.TEXT),
  ENV("env", Shape.VARIABLES),
  VOLUMES("volumes", Shape.LIST),
  NAMES("names", Shape.TEXT),
  SERVICES_OF("servicesOf", Shape.LIST),
  WAIT_FOR_PORT("waitForPort", Shape.TEXT),
  JDWP("jdwp", Shape.TEXT),
  FREE_PORTS("freePorts", Shape.TEXT),
  AGENT_IMAGE("agentImage", Shape.TEXT),
  METRICS_PORT("metricsPort", Shape.TEXT),
  GRACE("grace", Shape.TEXT),
  ORPHAN_AFTER("orphanAfter", Shape.TEXT),
  NO_REAPER("noReaper", Shape.TEXT),
  LINKS("links", Shape.TEXT),
  DIRECT("direct", Shape.TEXT);

  /// How a value is written.
  enum Shape {
    TEXT,
    /// A relative one starts at the directory of the project whose file says so.
    PATH,
    LIST,
    /// Names and values.
    VARIABLES
  }

  private final String key;
  private final Shape shape;

  Setting(String key, Shape shape) {
    this.key = key;
    this.shape = shape;
  }

  /// As files write it.
  public String key() {
    return key;
  }

  Shape shape() {
    return shape;
  }

  /// As the command line writes it.
  public String option() {
    return switch (this) {
      case PORTS -> "--port";
      case VOLUMES -> "--volume";
      case PROFILE,
          TARGET,
          CONTEXT,
          NAMESPACE,
          CONTAINER,
          COMMAND,
          DIRECTORY,
          ENV_FILE,
          ENV_FORMAT,
          KEEP_ENV_FILE,
          ENV_ALL,
          ENV,
          NAMES,
          SERVICES_OF,
          WAIT_FOR_PORT,
          JDWP,
          FREE_PORTS,
          AGENT_IMAGE,
          METRICS_PORT,
          GRACE,
          ORPHAN_AFTER,
          NO_REAPER,
          LINKS,
          DIRECT ->
          "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  /// As the environment writes it; empty for what is more than one text.
  Optional<String> variable() {
    return switch (shape) {
      case TEXT, PATH -> Optional.of("HAWSER_" + name());
      case LIST, VARIABLES -> Optional.empty();
    };
  }

  static Optional<Setting> of(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }
}
