package dev.hawser.cluster.rollout;

import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.frame.PeerText;
import dev.hawser.tunnel.security.Fingerprint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an agent's container has printed, read through the API server. Blocks: virtual threads
/// only.
final class AgentLog {
  private static final int LIMIT_BYTES = 256 * 1024;
  private static final int LAST_LINES = 8;

  private final ContainerResource container;

  AgentLog(KubernetesClient client, String namespace, String pod, String container) {
    this.container = client.pods().inNamespace(namespace).withName(pod).inContainer(container);
  }

  /// Follows the log to the line that tells the fingerprint.
  ///
  /// @throws IOException if it does not come in time, or the log ends, saying what came instead
  Fingerprint fingerprint(Duration limit) throws IOException {
    try (LogWatch watch = container.limitBytes(LIMIT_BYTES).watchLog()) {
      InputStream output = watch.getOutput();
      if (output == null) {
        throw new IOException("its log cannot be read");
      }
      Thread timer = closeAfter(limit, output);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
        return find(lines);
      } finally {
        timer.interrupt();
      }
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new IOException(PeerText.clean(String.valueOf(e.getMessage())), e);
    }
  }

  static Fingerprint find(BufferedReader lines) throws IOException {
    String last = "nothing";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Optional<Fingerprint> found = FingerprintLine.parse(line);
      if (found.isPresent()) {
        return found.get();
      }
      last = line;
    }
    throw new IOException(
        "its log ended without the agent's fingerprint; last line: " + PeerText.clean(last, 200));
  }

  private static Thread closeAfter(Duration limit, InputStream stream) {
    return Thread.ofVirtual()
        .name("log time limit")
        .start(
            () -> {
              try {
                Thread.sleep(limit);
                stream.close();
              } catch (InterruptedException | IOException done) {
                // read in time, or closed already
              }
            });
  }

  /// The end of what the container printed before it was last restarted.
  String lastWords() {
    try {
      String words =
          container
              .terminated()
              .tailingLines(LAST_LINES)
              .getLog()
              .lines()
              .map(line -> PeerText.clean(line, 200))
              .collect(Collectors.joining("; "));
      return words.isEmpty() ? "nothing" : words;
    } catch (KubernetesClientException e) {
      return "(its log cannot be read: %s)"
          .formatted(PeerText.clean(String.valueOf(e.getMessage())));
    }
  }
}
