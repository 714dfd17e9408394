package dev.hawser.cli.command;

import dev.hawser.cli.config.Settings;

/// A command whose options are taken from the configuration where they are not given.
interface Configurable {

  /// Called before it runs, for what it takes besides its options.
  default void configure(Settings settings) {}
}
