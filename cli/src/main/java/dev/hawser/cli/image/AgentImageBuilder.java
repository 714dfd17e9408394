package dev.hawser.cli.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Builds the agent's image without Docker: a base that brings the C library, and on it the Java
/// runtime, the agent and its start-up cache, each a layer of its own.
///
/// The image sets no variable, for what it set would look like the developer's.
public final class AgentImageBuilder {
  private static final String USER = "65532"; // any works; a number, so that runAsNonRoot can tell
  private static final String TAR_BASE = "tar://";
  private static final List<String> LOCAL_REGISTRIES = List.of("localhost", "127.0.0.1");

  private final AgentImageRequest request;
  private final Consumer<String> progress;

  private AgentImageBuilder(AgentImageRequest request, Consumer<String> progress) {
    this.request = request;
    this.progress = progress;
  }

  /// Builds the image and brings it to its destination. Blocks: some ten seconds, the first time.
  ///
  /// @param progress told of each step, in a few words
  /// @throws FailureException if it cannot be done, with what the user can do
  public static BuiltImage build(AgentImageRequest request, Consumer<String> progress)
      throws InterruptedException {
    try {
      return new AgentImageBuilder(request, progress).build();
    } catch (IOException e) {
      throw new Failure(
              FailureKind.INTERNAL,
              "the agent's image could not be built: " + e.getMessage(),
              "check the space on the disk and the rights on " + request.cacheDirectory())
          .asException(e);
    }
  }

  private BuiltImage build() throws IOException, InterruptedException {
    ImagePlatform platform = ImagePlatform.ofThisMachine();
    JibContainerBuilder image = base();
    Path cacheDirectory = Files.createDirectories(request.cacheDirectory()).toRealPath();
    Path work = Files.createTempDirectory(cacheDirectory, "image-");
    try {
      AgentFiles files =
          AgentFiles.layOut(request.agentDirectory(), platform, work.resolve("agent"));
      ReaperFiles reaper =
          ReaperFiles.layOut(
              request.reaperDirectory(), files, ImageLayers.HOME, work.resolve("reaper"));
      ImageLayers layers = new ImageLayers(JavaRuntime.in(cacheDirectory, progress), files, reaper);
      image
          .setPlatforms(Set.of(new Platform(platform.architecture(), "linux")))
          .setFileEntriesLayers(layers.build(startUpCache(layers, work)))
          .setEntrypoint(layers.entrypoint())
          .setProgramArguments(List.of())
          .setUser(USER);
      progress.accept("writing " + request.destination().name());
      return containerize(image, cacheDirectory);
    } finally {
      PrivateFiles.deleteTree(work);
    }
  }

  /// Empty if it cannot be made: the agent then only starts slower.
  private Optional<Path> startUpCache(ImageLayers layers, Path work) throws InterruptedException {
    Path cache = work.resolve("agent.aot");
    progress.accept("running the agent once for its start-up cache");
    try {
      StartUpCache.make(layers.runtime(), layers.files(), cache);
      return Optional.of(cache);
    } catch (IOException e) {
      progress.accept("no start-up cache, the agent will start slower: " + e.getMessage());
      return Optional.empty(); // whatever the JVM may have written
    }
  }

  private JibContainerBuilder base() {
    String base = request.base();
    try {
      if (!base.startsWith(TAR_BASE)) {
        return Jib.from(registryImage(ImageReference.parse(base)));
      }
      Path archive = Path.of(base.substring(TAR_BASE.length()));
      if (!Files.isReadable(archive)) {
        throw new Failure(
                FailureKind.USAGE,
                "there is no base image " + archive,
                "give --base NAME, or tar:// and the path of an image's archive")
            .asException();
      }
      return Jib.from(TarImage.at(archive));
    } catch (InvalidImageReferenceException e) {
      throw badName(base, "--base NAME or --base tar://FILE");
    }
  }

  private BuiltImage containerize(JibContainerBuilder image, Path cacheDirectory)
      throws IOException, InterruptedException {
    try {
      Containerizer containerizer =
          destination()
              .setBaseImageLayersCache(cacheDirectory.resolve("base-layers"))
              .setApplicationLayersCache(cacheDirectory.resolve("layers"))
              .setToolName("hawser");
      JibContainer built = image.containerize(containerizer);
      return new BuiltImage(built.getTargetImage().toString(), built.getDigest().toString());
    } catch (RegistryException | ExecutionException e) {
      throw new Failure(
              FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
              "a registry did not do its part: " + said(e),
              "check the names (--base, --push), the network, and docker login")
          .asException(e);
    } catch (CacheDirectoryCreationException e) {
      throw new IOException(said(e), e);
    }
  }

  private Containerizer destination() {
    try {
      return switch (request.destination()) {
        case ImageDestination.Archive(Path file, String name) ->
            Containerizer.to(TarImage.at(file).named(name));
        case ImageDestination.Registry(String name) -> {
          ImageReference reference = ImageReference.parse(name);
          yield Containerizer.to(registryImage(reference))
              .setAllowInsecureRegistries(isLocal(reference));
        }
      };
    } catch (InvalidImageReferenceException e) {
      throw badName(request.destination().name(), "--push REGISTRY/NAME:TAG");
    }
  }

  private static RegistryImage registryImage(ImageReference name) {
    CredentialRetrieverFactory credentials = CredentialRetrieverFactory.forImage(name, event -> {});
    return RegistryImage.named(name)
        .addCredentialRetriever(credentials.dockerConfig())
        .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
  }

  /// Only a registry on this machine may be spoken to without TLS.
  private static boolean isLocal(ImageReference reference) {
    String host = reference.getRegistry().replaceFirst(":\\d+$", "");
    return LOCAL_REGISTRIES.contains(host);
  }

  private static FailureException badName(String name, String advice) {
    return new Failure(
            FailureKind.USAGE, "%.200s is no image's name".formatted(name), "give " + advice)
        .asException();
  }

  /// A registry's own words may come from anywhere.
  private static String said(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return "%.300s".formatted(String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " "));
  }
}
