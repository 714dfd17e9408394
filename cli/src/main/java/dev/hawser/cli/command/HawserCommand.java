package dev.hawser.cli.command;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
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
  /// Their names are here and not at the classes, each of which would have to be read for its name.
  private static final SequencedMap<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put("connect", ConnectCommand.class);
    SUBCOMMANDS.put("shell", ShellCommand.class);
    SUBCOMMANDS.put("restore", RestoreCommand.class);
    SUBCOMMANDS.put("status", StatusCommand.class);
    SUBCOMMANDS.put("env", EnvCommand.class);
    SUBCOMMANDS.put("diagnose", DiagnoseCommand.class);
    SUBCOMMANDS.put("rbac", RbacCommand.class);
    SUBCOMMANDS.put("init", InitCommand.class);
    SUBCOMMANDS.put("config", ConfigCommand.class);
    SUBCOMMANDS.put("demo", DemoCommand.class);
    SUBCOMMANDS.put("agent-image", AgentImageCommand.class);
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  /// What reads a command line: with the one command that it names, for all the others take a part
  /// of the start that is felt; with all of them where it names none.
  public static CommandLine reading(String... line) {
    CommandLine commandLine = new CommandLine(new HawserCommand());
    Optional<Class<?>> named =
        Optional.ofNullable(line.length == 0 ? null : SUBCOMMANDS.get(line[0]));
    named.ifPresentOrElse(
        one -> commandLine.addSubcommand(line[0], one),
        () -> SUBCOMMANDS.forEach(commandLine::addSubcommand));
    commandLine.addSubcommand(CommandLine.HelpCommand.class);
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
