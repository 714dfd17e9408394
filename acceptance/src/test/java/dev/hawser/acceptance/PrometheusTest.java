package dev.hawser.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.acceptance.place.Checkout;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Debian's Prometheus reads both ends of a session.
@Tag("cluster")
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrometheusTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int SENT = 3_000_000;
  private static final String BYTES =
      "sum(hawser_stream_bytes_total{protocol=\"tcp\",job=\"%s\",direction=\"%s\"})";

  private final Shop shop;
  private final Session session;
  private final int endpointPort = LocalProgram.freePorts(1).getFirst();
  private final int prometheusPort = LocalProgram.freePorts(1).getFirst();
  private final List<LocalPortForward> forwards = new ArrayList<>();
  private final RunningProcess prometheus;

  PrometheusTest(Shop shop) throws IOException {
    Path directory = Checkout.TEST_CLASSES.resolveSibling("prometheus-" + shop.namespace());
    Files.createDirectory(directory);
    this.shop = shop;
    this.session = Session.connect(shop, "--metrics-port", String.valueOf(endpointPort));
    for (Pod agent : shop.orders().agents()) {
      forwards.add(
          shop.place()
              .client()
              .pods()
              .inNamespace(shop.namespace())
              .withName(agent.getMetadata().getName())
              .portForward(metricsPort(agent)));
    }
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: endpoint
            static_configs: [{targets: ['127.0.0.1:%d']}]
          - job_name: agent
            static_configs: [{targets: [%s]}]
        """
            .formatted(
                endpointPort,
                forwards.stream()
                    .map(forward -> "'127.0.0.1:%d'".formatted(forward.getLocalPort()))
                    .collect(Collectors.joining(", "))));
    this.prometheus =
        RunningProcess.start(
            "prometheus",
            new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + prometheusPort));
  }

  private static int metricsPort(Pod agent) {
    return agent.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> "metrics".equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow();
  }

  @AfterAll
  void close() throws IOException {
    prometheus.close();
    for (LocalPortForward forward : forwards) {
      forward.close();
    }
    session.close();
  }

  @Test
  void bothEndsAreScraped() throws Exception {
    assertThat(forwards).hasSize(2);
    await().atMost(SOON).ignoreException(ConnectException.class).until(() -> value("sum(up)") == 3);
    assertThat(value("sum(hawser_links{job=\"endpoint\"})")).isEqualTo(2);
    assertThat(value("sum(hawser_links{job=\"agent\"})")).isEqualTo(2);
  }

  @Test
  void theByteCountersOfBothEndsAreWhatWasSent() throws Exception {
    await().atMost(SOON).ignoreException(ConnectException.class).until(() -> value("sum(up)") == 3);
    double inboundBefore = value(BYTES.formatted("endpoint", "inbound"));
    double outboundBefore = value(BYTES.formatted("endpoint", "outbound"));
    assertThat(shop.client().call("echo", "orders", "7001", "31", String.valueOf(SENT)))
        .isEqualTo("same");
    assertThat(shop.client().call("greet", "orders", "7002", "good day"))
        .isEqualTo("220 local, 250 good day");
    double inbound = inboundBefore + SENT + "good day\n".length();
    double outbound = outboundBefore + SENT + "220 local\n250 good day\n".length();
    for (String job : List.of("endpoint", "agent")) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(value(BYTES.formatted(job, "inbound"))).isEqualTo(inbound));
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(value(BYTES.formatted(job, "outbound"))).isEqualTo(outbound));
    }
  }

  @Test
  void promtoolFindsNothingWrongWithEitherEnd() throws IOException, InterruptedException {
    List<Integer> ports = List.of(endpointPort, forwards.getFirst().getLocalPort());
    for (int port : ports) {
      String metrics = get("http://127.0.0.1:%d/metrics".formatted(port));
      assertThat(metrics).contains("hawser_stream_bytes_total", "# HELP hawser_links ");
      Process promtool =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      try (var input = promtool.getOutputStream()) {
        input.write(metrics.getBytes(UTF_8));
      }
      String complaints = new String(promtool.getInputStream().readAllBytes(), UTF_8);
      assertThat(complaints).isEmpty();
      assertThat(promtool.waitFor()).isZero();
    }
  }

  /// The query's only value; NaN if there is none yet.
  private double value(String query) throws IOException, InterruptedException {
    String url =
        "http://127.0.0.1:%d/api/v1/query?query=%s"
            .formatted(prometheusPort, URLEncoder.encode(query, UTF_8));
    JsonNode result = new ObjectMapper().readTree(get(url)).at("/data/result/0/value/1");
    return result.isMissingNode() ? Double.NaN : Double.parseDouble(result.asText());
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
