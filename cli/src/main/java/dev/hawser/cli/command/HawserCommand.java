package dev.hawser.cli.command;

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
    subcommands = {
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
      AgentImageCommand.class,
      CommandLine.HelpCommand.class
    },
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
