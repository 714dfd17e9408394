package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.JsonConsole;
import dev.hawser.cli.console.TextConsole;
import picocli.CommandLine.Option;

/// For people or for programs.
final class OutputOption {
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one object a line (default: ${DEFAULT-VALUE}).")
  Format format = Format.TEXT;

  Console console() {
    return switch (format) {
      case TEXT -> TextConsole.standard();
      case JSON -> new JsonConsole(System.out);
    };
  }
}
