package dev.hawser.agent.probe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/// Answers the kubelet and Prometheus: `/live`, `/ready`, `/metrics`, nothing else.
///
/// The kubelet asks once a second, no sooner. So `/ready` holds back a no for most of that, and
/// says yes the moment that it is true.
public final class ProbeServer {
  private static final Set<HttpMethod> ANSWERED = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  /// Less than the probe's time limit, which is a second.
  private static final Duration HOLD = Duration.ofMillis(800);

  private static final long LOOK_AGAIN_MS = 20;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final Supplier<Readiness> readiness;
  private final PrometheusMeterRegistry registry;

  /// @param readiness asked on the event loop at each request
  public ProbeServer(Vertx vertx, Supplier<Readiness> readiness, PrometheusMeterRegistry registry) {
    this.vertx = vertx;
    this.readiness = readiness;
    this.registry = registry;
  }

  /// Opens the port on that address only; the caller closes the server.
  public Future<HttpServer> listen(String address, int port) {
    HttpServerOptions options =
        new HttpServerOptions().setHost(address).setPort(port).setIdleTimeout(60);
    return vertx.createHttpServer(options).requestHandler(this::answer).listen();
  }

  private void answer(HttpServerRequest request) {
    if (!ANSWERED.contains(request.method())) {
      respond(request, 405, TEXT, "only GET\n");
      return;
    }
    switch (request.path()) {
      case "/live" -> respond(request, 200, TEXT, "live\n");
      case "/ready" -> answerReady(request, System.nanoTime());
      case "/metrics" -> respond(request, 200, METRICS, registry.scrape());
      case null, default -> respond(request, 404, TEXT, "no such page\n");
    }
  }

  private void answerReady(HttpServerRequest request, long askedNs) {
    if (request.response().closed()) {
      return; // nobody waits any more
    }
    switch (readiness.get()) {
      case Readiness.Ready() -> respond(request, 200, TEXT, "ready\n");
      case Readiness.NotReady(String reason) -> {
        if (System.nanoTime() - askedNs < HOLD.toNanos()) {
          vertx.setTimer(LOOK_AGAIN_MS, again -> answerReady(request, askedNs));
        } else {
          respond(request, 503, TEXT, reason + "\n");
        }
      }
    }
  }

  private static void respond(HttpServerRequest request, int status, String type, String body) {
    request.response().setStatusCode(status).putHeader("content-type", type).end(body);
  }
}
