package dev.hawser.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A shell whose prompt reminds of the session that it is in, as far as that shell lets itself be
/// told without a file of its own.
///
/// @param command starts the shell
/// @param variables that it needs for that
record ShellPrompt(List<String> command, Map<String, String> variables) {

  /// @param shell as `SHELL` has it
  static ShellPrompt of(String shell, String target) {
    String hint = "(hawser " + target + ") ";
    return switch (Path.of(shell).getFileName().toString()) {
      // its start files set PS1, so it is amended before each prompt
      case "bash" ->
          new ShellPrompt(
              List.of(shell),
              Map.of("PROMPT_COMMAND", "PS1=\"%s${PS1#\"%s\"}\"".formatted(hint, hint)));
      case "fish" ->
          new ShellPrompt(
              List.of(
                  shell,
                  "-C",
                  "functions -c fish_prompt hawser_prompt; function fish_prompt; echo -n '%s'; hawser_prompt; end"
                      .formatted(hint)),
              Map.of());
      case "sh", "dash", "ash", "ksh" ->
          new ShellPrompt(List.of(shell), Map.of("PS1", hint + "$ "));
      default -> new ShellPrompt(List.of(shell), Map.of());
    };
  }
}
