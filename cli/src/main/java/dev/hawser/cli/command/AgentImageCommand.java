package dev.hawser.cli.command;

import dev.hawser.cli.Installation;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.ConsoleChoice;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.TextConsole;
import dev.hawser.cli.image.AgentImageBuilder;
import dev.hawser.cli.image.AgentImageRequest;
import dev.hawser.cli.image.BuiltImage;
import dev.hawser.cli.image.ImageDestination;
import dev.hawser.cluster.plan.AgentImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hawser agent-image`.
@Command(
    description = {
      "Builds the agent's image, without Docker.",
      "",
      "Write it to a file and load it into the cluster's nodes, and connect finds it by itself:",
      "  hawser agent-image --output agent.tar && kind load image-archive agent.tar",
      "or push it to a registry, and tell connect with --agent-image:",
      "  hawser agent-image --push registry.example/tools/hawser-agent:0.1.0",
      ""
    })
public final class AgentImageCommand implements Callable<Integer>, ConsoleChoice {
  @Mixin HelpOption help = new HelpOption();

  /// One of the two.
  static final class Where {
    @Option(
        names = "--output",
        paramLabel = "FILE",
        required = true,
        description = "Writes an archive, named " + AgentImage.DEFAULT + " unless --name is given.")
    private @Nullable Path file;

    @Option(
        names = "--push",
        paramLabel = "NAME",
        required = true,
        description = "Pushes to a registry, with docker's credentials for it.")
    private @Nullable String name;
  }

  @ArgGroup(multiplicity = "1")
  private Where where = new Where();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = AgentImage.DEFAULT,
      description = "The image's name in an archive (default: ${DEFAULT-VALUE}).")
  private String archiveName = AgentImage.DEFAULT;

  @Option(
      names = "--base",
      paramLabel = "NAME|tar://FILE",
      defaultValue = AgentImageRequest.DEFAULT_BASE,
      description =
          "Image to build upon; needs no more than a C library (default: ${DEFAULT-VALUE}).")
  private String base = AgentImageRequest.DEFAULT_BASE;

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    Path file = where.file;
    ImageDestination destination =
        file != null
            ? new ImageDestination.Archive(file, archiveName)
            : new ImageDestination.Registry(String.valueOf(where.name));
    Installation installation = Installation.find();
    AgentImageRequest request =
        new AgentImageRequest(
            installation.agent(), installation.reaper(), cache(), base, destination);
    BuiltImage built = AgentImageBuilder.build(request, step -> console.tell(new Event.Note(step)));
    System.out.println(built.name() + " " + built.digest());
    return 0;
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("hawser");
  }

  @Override
  public Console console() {
    return TextConsole.standard();
  }
}
