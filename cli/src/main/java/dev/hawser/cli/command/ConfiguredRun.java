package dev.hawser.cli.command;

import dev.hawser.cli.config.Configuration;
import dev.hawser.cli.config.Setting;
import dev.hawser.cli.config.Settings;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// Runs a command with what is configured in the place of the options that were not given.
public final class ConfiguredRun implements IExecutionStrategy {
  private static final String PROFILE = Setting.PROFILE.option();

  @Override
  public int execute(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.isUsageHelpRequested()) {
      configure(last);
    }
    return new RunLast().execute(parsed);
  }

  private static void configure(ParseResult command) {
    if (!(command.commandSpec().userObject() instanceof Configurable configurable)) {
      return;
    }
    CommandLine line = command.commandSpec().commandLine();
    try {
      Optional<String> profile = Optional.ofNullable(command.matchedOptionValue(PROFILE, null));
      Settings settings =
          Configuration.load().settings(profile, CommandWords.of(command).target().isEmpty());
      ConfiguredOptions options = new ConfiguredOptions(command);
      settings.values().forEach(options::fill);
      configurable.configure(settings);
    } catch (ParameterException e) {
      throw e;
    } catch (RuntimeException e) { // is told as what a command throws
      throw new ExecutionException(line, "not configured", e);
    }
  }
}
