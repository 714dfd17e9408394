package dev.hawser.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The name that all commands hang on.
@Command(
    name = "hawser",
    description = {
      "Runs one service of a Kubernetes application on this machine, as if it still ran in its pod.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "First steps:",
      "  hawser demo                    shows all of it, without a cluster",
      "  hawser connect svc/orders -- ./mvnw spring-boot:run",
      "",
      "Exit codes: 0 done, 1 internal error, 2 usage, 3 cluster unreachable or",
      "forbidden, 4 target unsuitable, 5 local privilege or port, 6 restore",
      "incomplete, 130 interrupted; connect otherwise exits with its command's own."
    })
public final class HawserCommand implements Runnable {
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          ConnectCommand.class,
          ShellCommand.class,
          RestoreCommand.class,
          StatusCommand.class,
          EnvCommand.class,
          DiagnoseCommand.class,
          RbacCommand.class,
          InitCommand.class,
          ConfigCommand.class,
          DemoCommand.class,
          AgentImageCommand.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  /// What reads a command line: with the one command that it names, for all the others take a part
  /// of the start that is felt; with all of them where it names none.
  public static CommandLine reading(String... line) {
    List<Class<?>> named =
        SUBCOMMANDS.stream().filter(one -> line.length > 0 && name(one).equals(line[0])).toList();
    CommandLine commandLine = new CommandLine(new HawserCommand());
    (named.isEmpty() ? SUBCOMMANDS : named).forEach(commandLine::addSubcommand);
    commandLine.addSubcommand(CommandLine.HelpCommand.class);
    return commandLine;
  }

  private static String name(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
