package dev.hawser.endpoint.environment;

import java.nio.file.Path;
import java.util.Locale;

/// What variables can be written as. Every value comes back as it was, line ends, quotes, `$` and
/// `=` included; what a format cannot say it leaves out.
public enum EnvironmentFormat {
  DOTENV,
  SH,
  FISH,
  PS1,
  CMD,
  JSON,
  DOCKER;

  /// By the ending of a file's name; dotenv where it says nothing.
  public static EnvironmentFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "sh" -> SH;
      case "fish" -> FISH;
      case "ps1" -> PS1;
      case "cmd", "bat" -> CMD;
      case "json" -> JSON;
      default -> DOTENV;
    };
  }

  Notation notation() {
    return switch (this) {
      case DOTENV -> new DotenvNotation();
      case SH -> new PosixShellNotation();
      case FISH -> new FishNotation();
      case PS1 -> new PowerShellNotation();
      case CMD -> new CmdNotation();
      case JSON -> new JsonNotation();
      case DOCKER -> new DockerNotation();
    };
  }
}
