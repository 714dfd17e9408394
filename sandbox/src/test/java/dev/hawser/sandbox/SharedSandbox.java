package dev.hawser.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One sandbox, and one client of it, for all tests that ask for it; each makes namespaces of its
/// own in it. Ends with the last of them.
final class SharedSandbox implements AutoCloseable {
  private final Path directory;
  private final Sandbox sandbox;
  private final KubernetesClient client;
  private final AtomicInteger namespaces = new AtomicInteger();

  private SharedSandbox() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("hawser-sandbox");
    sandbox =
        Sandbox.start(
            SandboxSettings.parse(
                List.of("--directory", directory.toString(), "--image", Workloads.SHELL + "=")));
    Config config = Config.fromKubeconfig(Files.readString(sandbox.kubeconfig()));
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /// Sees all namespaces.
  KubernetesClient client() {
    return client;
  }

  /// A name that no test has had.
  String nextNamespace() {
    return "test-" + namespaces.getAndIncrement();
  }

  @Override
  public void close() throws IOException {
    client.close();
    sandbox.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Gives it to constructors.
  static final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SharedSandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(SharedSandbox.class, type -> start(), SharedSandbox.class);
    }

    private static SharedSandbox start() {
      try {
        return new SharedSandbox();
      } catch (IOException refused) {
        throw new UncheckedIOException(refused);
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(closed);
      }
    }
  }
}
