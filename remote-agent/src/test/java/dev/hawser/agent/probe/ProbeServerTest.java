package dev.hawser.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Readiness> readiness =
      new AtomicReference<>(new Readiness.NotReady("no tunnel"));
  private final HttpServer server;

  private final AtomicInteger questions = new AtomicInteger();

  ProbeServerTest() throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProcessMetrics.register(registry);
    server =
        new ProbeServer(vertx, this::readiness, registry)
            .listen("127.0.0.1", 0)
            .await(10, TimeUnit.SECONDS);
  }

  private Readiness readiness() {
    questions.incrementAndGet();
    return Objects.requireNonNull(readiness.get());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void theProcessIsLiveBeforeItIsReady() throws Exception {
    assertThat(get("/live").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("no tunnel\n");
  }

  @Test
  void readinessIsAskedAtEachRequest() throws Exception {
    readiness.set(new Readiness.Ready());
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    readiness.set(new Readiness.NotReady("gone"));
    assertThat(get("/ready").statusCode()).isEqualTo(503);
  }

  @Test
  void whoeverAskedBeforeItWasReadyIsToldWhenItIs() throws Exception {
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(
            HttpRequest.newBuilder(uri("/ready")).build(), HttpResponse.BodyHandlers.ofString());
    await().until(() -> questions.get() > 0);

    readiness.set(new Readiness.Ready());

    assertThat(asked.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void metricsArePrometheusText() throws Exception {
    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body())
        .contains("# TYPE process_resident_memory_bytes gauge")
        .contains("process_start_time_seconds ")
        .contains("hawser_build_info{version=\"unpackaged\"} 1")
        .contains("jvm_heap_used_bytes ")
        .contains("hawser_buffers_direct_bytes ");
  }

  @Test
  void otherPagesAndMethodsAreRefused() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/ready/").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(uri("/live")).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void residentMemoryIsReadFromTheKernelsWords() {
    assertThat(ProcessMetrics.residentBytes(List.of("Name:\tjava", "VmRSS:\t   61440 kB")))
        .isEqualTo(61440.0 * 1024);
    assertThat(ProcessMetrics.residentBytes(List.of("Name:\tjava"))).isNaN();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.actualPort() + path);
  }
}
