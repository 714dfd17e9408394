package dev.hawser.cli.command;

import picocli.CommandLine.Option;

/// Every command tells how it is used.
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  boolean wanted;
}
