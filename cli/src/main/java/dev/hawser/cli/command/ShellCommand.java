package dev.hawser.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `hawser shell`: `hawser connect` with the user's shell as its command.
@Command(
    description = {
      "Opens a shell in the place of a container: names, environment and volumes as the container"
          + " has them.",
      "",
      "What is started in it is what connect would start; leaving it puts the original back.",
      ""
    },
    customSynopsis = "hawser shell [OPTIONS] [TARGET]")
public final class ShellCommand extends ConnectCommand {

  @Override
  List<String> command(CommandWords words) {
    return words.command().isEmpty() ? prompt(words).command() : words.command();
  }

  @Override
  Map<String, String> variables(CommandWords words) {
    return words.command().isEmpty() ? prompt(words).variables() : Map.of();
  }

  private ShellPrompt prompt(CommandWords words) {
    String shell = Optional.ofNullable(System.getenv("SHELL")).orElse("/bin/sh");
    return ShellPrompt.of(shell, target(words));
  }
}
