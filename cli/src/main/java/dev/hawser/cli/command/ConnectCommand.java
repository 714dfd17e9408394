package dev.hawser.cli.command;

import dev.hawser.cli.config.Configured;
import dev.hawser.cli.config.LocalProcessConfig;
import dev.hawser.cli.config.Setting;
import dev.hawser.cli.config.Settings;
import dev.hawser.cli.connect.ChildSettings;
import dev.hawser.cli.connect.ConnectRequest;
import dev.hawser.cli.connect.ConnectSession;
import dev.hawser.cli.connect.DryRun;
import dev.hawser.cli.connect.Overrides;
import dev.hawser.cli.connect.PortMapping;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.plan.AgentImage;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.names.NameWish;
import dev.hawser.tunnel.frame.Hello;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hawser connect`.
@Command(
    description = {
      "Puts this machine in the place of a container until the command ends or Ctrl-C is pressed.",
      "",
      "The cluster's traffic for the target comes to the command; the command reaches the cluster's"
          + " services by their names and gets the container's environment and volumes.",
      ""
    },
    customSynopsis = "hawser connect [OPTIONS] [TARGET] [-- COMMAND...]")
public sealed class ConnectCommand implements Callable<Integer>, ConsoleChoice, Configurable
    permits ShellCommand {
  private static final Duration SHORTEST_ORPHAN_AFTER = Duration.ofSeconds(3);
  private static final Duration LONGEST_ORPHAN_AFTER = Duration.ofHours(1);

  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TARGET",
      description =
          "svc/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, pod/NAME, or a bare NAME: the Service,"
              + " else the workload (default: that of the profile).")
  @Nullable String target;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description =
          "The process to run; without it, Hawser tells how to start it and waits for Ctrl-C.")
  List<String> command = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "Takes what is not given here from this profile of .hawser/config.yaml (default: the one"
              + " that it names, where no TARGET is given).")
  @Nullable String profile;

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description =
          "Container of the pod (default: its only one but for known sidecars, or the one the Service"
              + " leads to; asked for where nothing tells).")
  private @Nullable String container;

  @Option(
      names = "--port",
      paramLabel = "LOCAL[:CONTAINER]",
      converter = PortMapping.Converter.class,
      description =
          "Local port for a port of the container; may be repeated (default: the same port).")
  private List<PortMapping> ports = new ArrayList<>();

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(
      names = "--free-ports",
      description =
          "Ends processes of yours that hold a local port which the command needs: politely, after"
              + " 10 s firmly. Without it, asks in a terminal, else fails.")
  private boolean freePorts;

  @Option(
      names = "--jdwp",
      paramLabel = "PORT",
      description =
          "A JVM that the command starts waits for a debugger at 127.0.0.1:PORT. It is for one JVM:"
              + " where Maven or Gradle start another for the application, tell them instead.")
  private @Nullable Integer jdwpPort;

  @Option(
      names = "--directory",
      paramLabel = "DIRECTORY",
      description =
          "Where the command runs (default: here; the project's, where the command is of its"
              + " configuration).")
  private @Nullable Path directory;

  @Option(
      names = "--volume",
      paramLabel = "PATH",
      description =
          "Brings over what the container has mounted at PATH, or a part of it, whatever its size;"
              + " may be repeated (default: all mounts up to 64 MiB each).")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--agent-image",
      paramLabel = "NAME",
      description =
          "Image of the agent (default: $HAWSER_AGENT_IMAGE, agentImage in .hawser/config.yaml, or "
              + AgentImage.DEFAULT
              + ").")
  private @Nullable String agentImage;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "Serves Prometheus metrics at 127.0.0.1:PORT/metrics; 0 takes any free port.")
  private @Nullable Integer metricsPort;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "5m",
      description =
          "How long live connections wait for the line when it breaks: 90s, 5m, 1h (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration grace = Duration.ZERO;

  @Option(
      names = "--orphan-after",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "30s",
      description =
          "How long after the last heartbeat of this machine the session is undone by others, 3s to"
              + " 1h (default: ${DEFAULT-VALUE}). More than you let it sleep, to keep sessions.")
  private Duration orphanAfter = Duration.ZERO;

  @Option(
      names = "--no-reaper",
      description =
          "Posts no watchman in the cluster, which would undo the session should this machine"
              + " vanish.")
  private boolean noReaper;

  @Option(
      names = "--take-over",
      description =
          "Ends the session that has the target, undoes its change, and takes its place; asks"
              + " before, unless --yes is given.")
  private boolean takeOver;

  @Option(
      names = "--links",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Connections to each agent, 1 to 16, over which streams are spread (default:"
              + " ${DEFAULT-VALUE}).")
  private int links;

  @Option(
      names = "--direct",
      arity = "0..1",
      paramLabel = "HOST:PORT",
      parameterConsumer = DirectOption.class,
      description =
          "Dials the agents straight: at HOST:PORT, where a NodePort or LoadBalancer leads to their"
              + " tunnel port (17170), or at their pods' own addresses. Where that does not go, the"
              + " port-forward carries the link.")
  private @Nullable DirectWay direct;

  @Option(
      names = "--wait-for-port",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "2m",
      description =
          "How long the originals serve on, and calls wait, until the command listens; 0s for not at"
              + " all (default: ${DEFAULT-VALUE}).")
  private Duration waitForPort = Duration.ZERO;

  @Option(
      names = "--names",
      paramLabel = "WAY",
      converter = NameWishOption.class,
      completionCandidates = NameWishOption.Words.class,
      defaultValue = "auto",
      description =
          "How names of services reach the command: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE}, the best way that works without asking). hosts may ask for your"
              + " password.")
  private NameWish names = NameWish.AUTO;

  @Option(
      names = "--services-of",
      paramLabel = "NAMESPACE",
      description =
          "Another namespace whose Services the command reaches, as NAME.NAMESPACE; may be"
              + " repeated; '*' for all that the cluster has.")
  private List<String> servicesOf = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask before the cluster is changed.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description =
          "Changes nothing: prints your rights, what would be changed as a diff, and what to look"
              + " out for.")
  private boolean dryRun;

  @Mixin private OutputOption output = new OutputOption();

  private Settings settings = Settings.NONE;

  @Override
  public void configure(Settings configured) {
    settings = configured;
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandWords words = CommandWords.of(spec.commandLine().getParseResult());
    TargetName name = TargetName.parse(target(words));
    if (links < 1 || links > Hello.MAX_LANES) {
      throw new ParameterException(
          spec.commandLine(), "--links: %d (expected: 1 to %d)".formatted(links, Hello.MAX_LANES));
    }
    if (orphanAfter.compareTo(SHORTEST_ORPHAN_AFTER) < 0
        || orphanAfter.compareTo(LONGEST_ORPHAN_AFTER) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--orphan-after: %d s (expected: 3s to 1h)".formatted(orphanAfter.toSeconds()));
    }
    ConnectRequest request =
        new ConnectRequest(
            name,
            Optional.ofNullable(container),
            ports,
            freePorts,
            Optional.ofNullable(agentImage).orElse(AgentImage.DEFAULT),
            environment.request(),
            volumes,
            metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort),
            grace,
            orphanAfter,
            takeOver,
            !noReaper,
            links,
            Optional.ofNullable(direct),
            names,
            servicesOf,
            yes || output.format == OutputOption.Format.JSON,
            waitForPort,
            command(words),
            new ChildSettings(
                directory(words),
                variables(words),
                jdwpPort == null ? OptionalInt.empty() : OptionalInt.of(jdwpPort),
                Overrides.of(
                    LocalProcessConfig.read(directory(words)), settings.find(Setting.ENV))));
    Console console = console();
    try (Cluster cluster = clusterOptions.open()) {
      return dryRun
          ? new DryRun(cluster, request, console).run()
          : new ConnectSession(cluster, request, console).run();
    }
  }

  String target(CommandWords words) {
    return words
        .target()
        .or(() -> settings.find(Setting.TARGET).map(Configured::text))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "TARGET is missing: name it, or a profile of .hawser/config.yaml that does"));
  }

  List<String> command(CommandWords words) {
    return words.command().isEmpty()
        ? settings.find(Setting.COMMAND).map(Configured::words).orElse(List.of())
        : words.command();
  }

  /// Variables of the command that are this program's own.
  Map<String, String> variables(CommandWords words) {
    return Map.of();
  }

  private Path directory(CommandWords words) {
    if (directory != null) {
      return directory.toAbsolutePath();
    }
    return settings
        .find(Setting.COMMAND)
        .filter(_ -> words.command().isEmpty())
        .map(configured -> configured.origin().base())
        .orElse(Path.of(""))
        .toAbsolutePath();
  }

  @Override
  public Console console() {
    return output.console();
  }
}
