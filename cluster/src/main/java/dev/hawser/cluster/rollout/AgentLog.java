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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an agent's container has printed, read through the API server. Blocks: virtual threads
/// only.
final class AgentLog implements AgentOutput {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLog.class);
  private static final int LIMIT_BYTES = 256 * 1024;
  private static final int LAST_LINES = 8;
  private static final int LINE_CHARACTERS = 1000;
  private static final Duration PAUSE = Duration.ofSeconds(5);

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

  /// Each following begins with the first line, for nothing but the number of lines tells where the
  /// one before stopped.
  @Override
  public void follow(Consumer<String> lines, BooleanSupplier runs) throws InterruptedException {
    long told = followOnce(0, lines);
    while (runs.getAsBoolean()) {
      Thread.sleep(PAUSE);
      told = followOnce(told, lines);
    }
  }

  private long followOnce(long told, Consumer<String> lines) {
    try (LogWatch watch = container.watchLog()) {
      InputStream output = watch.getOutput();
      return output == null
          ? told
          : tell(
              new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8)),
              told,
              lines);
    } catch (KubernetesClientException e) {
      LOG.info("an agent's log is not followed for now: {}", e.getMessage());
      return told;
    }
  }

  /// Hands over what comes, up to the end of the log or of the connection.
  ///
  /// @param told how many lines were handed over before
  /// @return how many are now
  static long tell(BufferedReader log, long told, Consumer<String> lines) {
    long number = 0;
    try {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        number++;
        if (number > told) {
          lines.accept(PeerText.clean(line, LINE_CHARACTERS));
        }
      }
    } catch (IOException broken) {
      LOG.debug("a following of an agent's log broke", broken);
    }
    return Math.max(told, number);
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
