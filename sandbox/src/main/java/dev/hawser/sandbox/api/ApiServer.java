package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.node.Node;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// The Kubernetes API on a port of this machine: tells requests apart and hands each to who
/// answers it. Runs on one event loop.
public final class ApiServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  private static final String OPENAPI =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private final Vertx vertx;
  private final Credentials credentials;
  private final Denials denials;
  private final ObjectRequests objects;
  private final WatchRequests watches;
  private final PodRequests pods;
  private final HttpServer server;

  /// @param node whose pods' logs, ports and commands are asked for
  public ApiServer(Credentials credentials, Store store, Node node) {
    this.vertx = Vertx.vertx();
    this.credentials = credentials;
    this.denials = new Denials(store);
    this.objects = new ObjectRequests(store, denials);
    this.watches = new WatchRequests(vertx, store, denials);
    this.pods = new PodRequests(vertx, store, node, denials);
    Buffer key = Buffer.buffer(credentials.privateKey());
    Buffer certificate = Buffer.buffer(credentials.certificate());
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(new PemKeyCertOptions().addKeyValue(key).addCertValue(certificate))
            .setWebSocketSubProtocols(List.of(ChannelSocket.V5, ChannelSocket.V4))
            .setMaxWebSocketFrameSize(1 << 20)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setIdleTimeout(0);
    if (OpenSSLEngineOptions.isAvailable()) {
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    this.server = vertx.createHttpServer(options).requestHandler(this::onRequest);
  }

  /// @return the port
  /// @throws IOException if it cannot listen
  public int start() throws IOException, InterruptedException {
    try {
      return server
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .get()
          .actualPort();
    } catch (ExecutionException refused) {
      throw new IOException("the API server cannot listen", refused);
    }
  }

  public int port() {
    return server.actualPort();
  }

  private void onRequest(HttpServerRequest request) {
    try {
      if (!credentials.authorization().equals(request.getHeader("Authorization"))
          && !isPublic(request.path())) {
        throw StatusException.of(401, "Unauthorized", "Unauthorized");
      }
      answer(request);
    } catch (StatusException refusal) {
      refuse(request.response(), refusal);
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, request.uri(), unexpected);
      refuse(request.response(), internal(unexpected));
    }
  }

  private static boolean isPublic(String path) {
    return path.equals("/readyz") || path.equals("/livez") || path.equals("/healthz");
  }

  private void answer(HttpServerRequest request) {
    String path = request.path();
    if (isPublic(path)) {
      request.response().end("ok");
      return;
    }
    if (path.equals("/openapi/v2")) { // without schemas a client judges nothing
      request.response().putHeader("Content-Type", OPENAPI).end();
      return;
    }
    Optional<JsonNode> discovered = Discovery.answer(path);
    if (discovered.isPresent()) {
      send(request.response(), 200, discovered.get());
      return;
    }
    if (path.equals(REVIEWS)) {
      withBody(request, body -> send(request.response(), 201, denials.review(object(body))));
      return;
    }
    ResourcePath resource = ResourcePath.parse(path).orElseThrow(StatusException::noSuchResource);
    Query query = query(request);
    if (pods.takes(resource)) {
      pods.answer(request, resource, query);
    } else if (query.is("watch")) {
      watches.answer(request, resource, query);
    } else {
      String contentType = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
      withBody(
          request,
          body -> {
            var answer =
                objects.answer(request.method().name(), resource, query, contentType, body);
            send(request.response(), answer.code(), answer.body());
          });
    }
  }

  private static ObjectNode object(byte[] body) {
    if (Json.parse(body) instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body is not an object");
  }

  private static Query query(HttpServerRequest request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    request
        .params()
        .forEach(
            (name, value) -> parameters.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    return new Query(parameters);
  }

  private interface BodyHandler {
    void handle(byte[] body);
  }

  private void withBody(HttpServerRequest request, BodyHandler handler) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    if (type.contains("protobuf") && !request.method().equals(HttpMethod.GET)) {
      throw StatusException.of(
          415, "UnsupportedMediaType", "the sandbox reads JSON only, not " + type);
    }
    request
        .body()
        .onSuccess(
            body -> {
              try {
                handler.handle(body.getBytes());
              } catch (StatusException refusal) {
                refuse(request.response(), refusal);
              } catch (RuntimeException unexpected) {
                LOG.log(System.Logger.Level.ERROR, request.uri(), unexpected);
                refuse(request.response(), internal(unexpected));
              }
            });
  }

  private static StatusException internal(RuntimeException unexpected) {
    return StatusException.of(500, "InternalError", "Internal error occurred: " + unexpected);
  }

  private static void refuse(HttpServerResponse response, StatusException refusal) {
    send(response, refusal.code(), refusal.toStatus());
  }

  private static void send(HttpServerResponse response, int code, JsonNode body) {
    response
        .setStatusCode(code)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
