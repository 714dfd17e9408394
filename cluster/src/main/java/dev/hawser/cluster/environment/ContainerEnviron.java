package dev.hawser.cluster.environment;

import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads the variables of a running original as the kernel has them, by running `cat` in its
/// container: `/proc/1/environ`, which holds also what the image's entry point has exported before
/// it became the program. Where that is another's or was overwritten (programs that set their title
/// do), what the runtime gives every process of the container. Blocks.
public final class ContainerEnviron {
  private static final String OF_PROGRAM = "/proc/1/environ";
  private static final String OF_ANY_PROCESS = "/proc/self/environ";

  private final KubernetesClient client;
  private final long untilNs;

  private ContainerEnviron(KubernetesClient client, long untilNs) {
    this.client = client;
    this.untilNs = untilNs;
  }

  /// @param limit for each of what is asked; never fails for what the cluster refuses
  public static OriginalEnvironment read(
      KubernetesClient client, ResolvedTarget target, Duration limit) {
    ContainerEnviron reading = new ContainerEnviron(client, System.nanoTime() + limit.toNanos());
    try {
      return OriginalContainer.find(new RawObjects(client), target)
          .map(reading::read)
          .orElseGet(() -> new OriginalEnvironment.Unread("no pod of the original runs"));
    } catch (KubernetesClientException e) {
      return new OriginalEnvironment.Unread(words(e));
    }
  }

  private OriginalEnvironment read(OriginalContainer original) {
    try {
      Optional<byte[]> block =
          original.hasProcessesOfItsOwn() ? environ(original, OF_PROGRAM) : Optional.empty();
      if (block.isPresent()) {
        return read(original, block.get(), "process 1 of " + original.podName());
      }
      return environ(original, OF_ANY_PROCESS)
          .map(given -> read(original, given, "the processes of " + original.podName()))
          .orElseGet(() -> unread(original, "has no cat that could print them"));
    } catch (ExecutionException e) {
      return e.getCause() instanceof KubernetesClientException refused
          ? new OriginalEnvironment.Unread(words(refused))
          : unread(original, "does not run cat (%s)".formatted(words(e.getCause())));
    } catch (TimeoutException e) {
      return unread(original, "did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unread(original, "was not waited for");
    }
  }

  private static OriginalEnvironment read(OriginalContainer original, byte[] block, String source) {
    return new OriginalEnvironment.Read(
        Environment.parse(block), source, PodVariables.names(original.container()));
  }

  private static OriginalEnvironment unread(OriginalContainer original, String why) {
    return new OriginalEnvironment.Unread(original.podName() + " " + why);
  }

  /// The file's bytes, if it can be read and holds nothing but variables.
  private Optional<byte[]> environ(OriginalContainer original, String file)
      throws ExecutionException, TimeoutException, InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (ExecWatch cat =
        client
            .pods()
            .inNamespace(original.namespace())
            .withName(original.podName())
            .inContainer(original.container().getName())
            .writingOutput(output)
            .exec("cat", file)) {
      @Nullable Integer exitCode =
          cat.exitCode().get(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      byte[] block = output.toByteArray();
      return exitCode != null && exitCode == 0 && isWhole(block)
          ? Optional.of(block)
          : Optional.empty();
    }
  }

  static boolean isWhole(byte[] block) {
    return block.length > 0
        && block[block.length - 1] == 0
        && Arrays.stream(new String(block, StandardCharsets.ISO_8859_1).split("\0"))
            .allMatch(entry -> entry.indexOf('=') > 0);
  }

  private static String words(KubernetesClientException e) {
    return isForbidden(e) ? "you may not run cat in its pods (pods/exec)" : words((Throwable) e);
  }

  /// The client tells of a refused WebSocket by its cause only.
  private static boolean isForbidden(KubernetesClientException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      int code =
          switch (cause) {
            case KubernetesClientException refused -> refused.getCode();
            case WebSocketHandshakeException refused -> refused.getResponse().code();
            default -> 0;
          };
      if (code == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
    }
    return false;
  }

  private static String words(@Nullable Throwable e) {
    return e == null || e.getMessage() == null ? "it failed" : PeerText.clean(e.getMessage(), 200);
  }
}
