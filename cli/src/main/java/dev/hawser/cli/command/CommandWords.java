package dev.hawser.cli.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/// The words of a command line that are no options: what is before `--` names the target, what is
/// after is the command to run. Without `--` the first is the target.
///
/// @param target empty if it is left to the configuration
record CommandWords(Optional<String> target, List<String> command) {
  private static final String END_OF_OPTIONS = "--";

  static CommandWords of(ParseResult parsed) {
    List<String> words =
        parsed.matchedPositionals().stream()
            .distinct()
            .flatMap(positional -> positional.originalStringValues().stream())
            .toList();
    List<String> all = parsed.originalArgs();
    int end = all.indexOf(END_OF_OPTIONS);
    int after = end < 0 ? Math.max(0, words.size() - 1) : all.size() - end - 1;
    int before = Math.max(0, words.size() - after);
    return new CommandWords(
        words.stream().limit(before).findFirst(), words.subList(Math.min(before, 1), words.size()));
  }
}
