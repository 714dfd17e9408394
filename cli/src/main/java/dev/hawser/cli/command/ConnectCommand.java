package dev.hawser.cli.command;

import dev.hawser.cli.config.Configuration;
import dev.hawser.cli.connect.ConnectRequest;
import dev.hawser.cli.connect.ConnectSession;
import dev.hawser.cli.connect.DryRun;
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
    name = "connect",
    description = {
      "Puts this machine in the place of a container until the command ends or Ctrl-C is pressed.",
      "",
      "The cluster's traffic for the target comes to the command; the command reaches the cluster's"
          + " services by their names and gets the container's environment and volumes.",
      ""
    },
    customSynopsis = "hawser connect [OPTIONS] TARGET [-- COMMAND...]")
public final class ConnectCommand implements Callable<Integer>, ConsoleChoice {
  private static final Duration SHORTEST_ORPHAN_AFTER = Duration.ofSeconds(3);
  private static final Duration LONGEST_ORPHAN_AFTER = Duration.ofHours(1);

  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME, or a bare NAME: the Service, else the Deployment.")
  private String target = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description =
          "The process to run; without it, Hawser tells how to start it and waits for Ctrl-C.")
  private List<String> command = new ArrayList<>();

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description =
          "Container of the pod (default: its only one, or the one the Service leads to).")
  private @Nullable String container;

  @Option(
      names = "--port",
      paramLabel = "LOCAL[:CONTAINER]",
      converter = PortMapping.Converter.class,
      description =
          "Local port for a port of the container; may be repeated (default: the same port).")
  private List<PortMapping> ports = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description =
          "Writes the environment to FILE: .sh, .json, or dotenv for any other ending. It holds"
              + " secrets, has mode 0600, and stays.")
  private @Nullable Path environmentFile;

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

  @Override
  public Integer call() throws InterruptedException {
    TargetName name = TargetName.parse(target);
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
            Configuration.load().agentImage(Optional.ofNullable(agentImage)),
            Optional.ofNullable(environmentFile),
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
            command);
    Console console = console();
    try (Cluster cluster = clusterOptions.open()) {
      return dryRun
          ? new DryRun(cluster, request, console).run()
          : new ConnectSession(cluster, request, console).run();
    }
  }

  @Override
  public Console console() {
    return output.console();
  }
}
