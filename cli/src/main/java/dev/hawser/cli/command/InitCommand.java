package dev.hawser.cli.command;

import dev.hawser.cli.config.Configuration;
import dev.hawser.cli.connect.PortMapping;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.cli.console.TextConsole;
import dev.hawser.cli.init.Answers;
import dev.hawser.cli.init.ClusterSurroundings;
import dev.hawser.cli.init.Given;
import dev.hawser.cli.init.Ide;
import dev.hawser.cli.init.NoAnswers;
import dev.hawser.cli.init.ProjectFiles;
import dev.hawser.cli.init.TerminalAnswers;
import dev.hawser.cli.init.Wizard;
import dev.hawser.endpoint.process.CommandLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hawser init`.
@Command(
    description = {
      "Asks which service is to come here and how it is started, and writes the answers into"
          + " .hawser/config.yaml and, as chosen, into files by which VS Code and IntelliJ run it.",
      "",
      "Every question has an option. Without a terminal nothing is asked: what is suggested counts,"
          + " and what has no suggestion must be given. Existing files are added to, not replaced.",
      ""
    },
    customSynopsis = "hawser init [OPTIONS] [TARGET] [-- COMMAND...]")
public final class InitCommand implements Callable<Integer>, ConsoleChoice {
  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME, or a bare NAME.")
  @Nullable String target;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "The process to run (default: as the project's files suggest).")
  List<String> command = new ArrayList<>();

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Option(names = "--container", paramLabel = "NAME", description = "Container of the pod.")
  private @Nullable String container;

  @Option(
      names = "--port",
      paramLabel = "LOCAL[:CONTAINER]",
      converter = PortMapping.Converter.class,
      description = "Local port for a port of the container; may be repeated.")
  private List<PortMapping> ports = new ArrayList<>();

  @Option(
      names = "--jdwp",
      paramLabel = "PORT",
      description = "COMMAND is a JVM, which is to wait for a debugger at this port.")
  private @Nullable Integer jdwpPort;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Under which name it is kept (default: the service's).")
  private @Nullable String profile;

  @Option(
      names = "--ide",
      paramLabel = "EDITOR",
      description = "none, vscode, intellij or both (default: those whose files the project has).")
  private @Nullable Ide ide;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Path here = Path.of("").toAbsolutePath();
    Path directory = Configuration.projectRoot(here).orElse(here);
    CommandWords words = CommandWords.of(spec.commandLine().getParseResult());
    Given given =
        new Given(
            Optional.ofNullable(clusterOptions.context),
            Optional.ofNullable(clusterOptions.namespace),
            words.target(),
            Optional.ofNullable(container),
            ports,
            words.command(),
            jdwpPort == null ? OptionalInt.empty() : OptionalInt.of(jdwpPort),
            Optional.ofNullable(profile),
            Optional.ofNullable(ide));
    Wizard.Outcome outcome = ask(given, directory);
    Console console = console();
    new ProjectFiles(directory, launcher())
        .write(outcome)
        .forEach(file -> console.tell(new Event.Note("written: " + directory.resolve(file))));
    console.tell(new Event.Note("now: hawser connect --profile " + outcome.profile().name()));
    return 0;
  }

  private static Wizard.Outcome ask(Given given, Path directory) {
    if (!Terminal.isInteractive()) {
      return ask(given, new NoAnswers(), directory);
    }
    try (TerminalAnswers answers = TerminalAnswers.open()) {
      return ask(given, answers, directory);
    }
  }

  private static Wizard.Outcome ask(Given given, Answers answers, Path directory) {
    return new Wizard(given, answers, new ClusterSurroundings(), directory).run();
  }

  /// By its name where a shell finds it.
  private static String launcher() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return CommandLookup.onPath("hawser", path).isPresent()
        ? "hawser"
        : System.getProperty("hawser.launcher", "hawser");
  }

  @Override
  public Console console() {
    return TextConsole.standard();
  }
}
