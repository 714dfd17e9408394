package dev.hawser.cli.console;

/// A command whose user may choose how it tells: its failures are told in the same way.
@FunctionalInterface
public interface ConsoleChoice {
  Console console();
}
