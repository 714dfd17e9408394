package dev.hawser.cli.command;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.TextConsole;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.target.ContainerQuestion;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.environment.Environment.Scope;
import dev.hawser.endpoint.environment.EnvironmentFormat;
import dev.hawser.endpoint.environment.EnvironmentText;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hawser env`.
@Command(
    description = {
      "Prints a container's environment, without connecting and without changing anything.",
      "",
      "A running original is asked, by cat in its container. Where that does not go, the manifest"
          + " tells, with the ConfigMaps and Secrets that you may read. Which of the two it was, and"
          + " what is missing, is said on standard error.",
      ""
    })
public final class EnvCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Mixin HelpOption help = new HelpOption();

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description = "svc/NAME, deploy/NAME or a bare NAME.")
  private String target = "";

  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description =
          "Container of the pod (default: its only one, or the one the Service leads to).")
  private @Nullable String container;

  @Option(
      names = "--env-format",
      paramLabel = "FORMAT",
      defaultValue = "dotenv",
      description = "dotenv, sh, fish, ps1, cmd, json or docker (default: ${DEFAULT-VALUE}).")
  private EnvironmentFormat format = EnvironmentFormat.DOTENV;

  @Option(
      names = "--all",
      description =
          "Also what describes the container's image and not the application: PATH, HOME, ...")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    TargetName name = TargetName.parse(target);
    Console console = TextConsole.standard();
    try (Cluster cluster = clusterOptions.open()) {
      Environment found =
          read(
              cluster,
              cluster.resolve(name, Optional.ofNullable(container), ContainerQuestion.NOBODY),
              console);
      found.remarks().forEach(remark -> console.tell(new Event.Warning(remark)));
      EnvironmentText text =
          EnvironmentText.of(found.within(all ? Scope.EVERYTHING : Scope.APPLICATION), format);
      System.out.write(text.bytes());
      System.out.flush();
      if (!text.leftOut().isEmpty()) {
        console.tell(
            new Event.Warning(
                "this format cannot express %s: left out (json can say all)"
                    .formatted(String.join(", ", text.leftOut()))));
      }
    }
    return 0;
  }

  private static Environment read(Cluster cluster, ResolvedTarget target, Console console) {
    return switch (cluster.originalEnvironment(target, LIMIT)) {
      case OriginalEnvironment.Read read -> {
        console.tell(new Event.Note("environment: that of " + read.source()));
        yield read.variables();
      }
      case OriginalEnvironment.Unread(String why) -> {
        console.tell(
            new Event.Note(
                "environment: by the manifest, without the image's own variables, because " + why));
        yield cluster.declaredEnvironment(target);
      }
    };
  }
}
