package dev.hawser.cli;

import dev.hawser.cli.command.ConfiguredRun;
import dev.hawser.cli.command.HawserCommand;
import dev.hawser.cli.console.Failures;
import java.io.PrintWriter;
import picocli.CommandLine;

/// `hawser`: reads the command line, runs one command, exits with its code.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 1) { // not for `hawser --version`
      HeadStart.begin();
    }
    System.exit(run(arguments));
  }

  /// @return the exit code
  public static int run(String... arguments) {
    CommandLine commandLine = HawserCommand.reading(arguments);
    commandLine.setOut(new PrintWriter(System.out, true, System.out.charset()));
    commandLine.setErr(new PrintWriter(System.err, true, System.err.charset()));
    commandLine.setParameterExceptionHandler(Failures::onBadUsage);
    commandLine.setExecutionExceptionHandler(Failures::onException);
    commandLine.setExecutionStrategy(new ConfiguredRun());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine.execute(arguments);
  }
}
