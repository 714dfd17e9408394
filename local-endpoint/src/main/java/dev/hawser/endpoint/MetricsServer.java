package dev.hawser.endpoint;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;

/// Answers `/metrics` on 127.0.0.1 in Prometheus's text format.
final class MetricsServer {
  private static final String HOST = "127.0.0.1";
  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final PrometheusMeterRegistry registry;

  private MetricsServer(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /// Blocks until it listens.
  ///
  /// @return the port
  /// @throws dev.hawser.endpoint.failure.FailureException if the port is taken or forbidden
  static int start(Vertx vertx, PrometheusMeterRegistry registry, int port) {
    String version =
        Objects.requireNonNullElse(
            MetricsServer.class.getPackage().getImplementationVersion(), "unpackaged");
    Gauge.builder("hawser.build.info", () -> 1)
        .description("Always 1; the label says which endpoint this is")
        .tag("version", version)
        .register(registry);
    MetricsServer server = new MetricsServer(registry);
    try {
      HttpServer listening =
          vertx
              .createHttpServer()
              .requestHandler(server::answer)
              .listen(port, HOST)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return listening.actualPort();
    } catch (CompletionException e) {
      throw new Failure(
              FailureKind.LOCAL_PRIVILEGE_OR_PORT,
              "metrics cannot be served on %s:%d (%s)"
                  .formatted(HOST, port, Objects.requireNonNullElse(e.getCause(), e).getMessage()),
              "name another port with --metrics-port")
          .asException(e);
    }
  }

  private void answer(HttpServerRequest request) {
    if (!request.path().equals("/metrics")) {
      request.response().setStatusCode(404).end();
    } else if (!ALLOWED.contains(request.method())) {
      request.response().setStatusCode(405).putHeader("Allow", "GET, HEAD").end();
    } else {
      request.response().putHeader("Content-Type", TEXT_FORMAT).end(registry.scrape());
    }
  }
}
