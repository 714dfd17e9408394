package dev.hawser.cli.console;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Makes what went wrong a line for the user and an exit code.
public final class Failures {
  private Failures() {}

  /// For what a command throws.
  public static int onException(Exception thrown, CommandLine command, ParseResult parsed) {
    Failure failure =
        thrown instanceof FailureException known
            ? known.failure()
            : new Failure(
                FailureKind.INTERNAL,
                "%s: %s".formatted(thrown.getClass().getSimpleName(), thrown.getMessage()),
                "this is a fault of Hawser's; the log has more: " + LogSetup.file());
    LoggerFactory.getLogger(Failures.class).error("{}", failure.what(), thrown);
    Console console =
        command.getCommand() instanceof ConsoleChoice output
            ? output.console()
            : TextConsole.standard();
    console.tell(new Event.Failed(failure));
    return failure.kind().exitCode();
  }

  /// For a command line that cannot be read.
  public static int onBadUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("hawser: failed: " + wrong.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(wrong, command.getErr())) {
      command.getErr().println("  see " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return FailureKind.USAGE.exitCode();
  }
}
