package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.node.Node;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Requests to a running pod: its log, its ports, commands in it.
final class PodRequests {
  private static final Set<String> SUBRESOURCES = Set.of("log", "portforward", "exec");

  private final Vertx vertx;
  private final Store store;
  private final Node node;
  private final Denials denials;

  PodRequests(Vertx vertx, Store store, Node node, Denials denials) {
    this.vertx = vertx;
    this.store = store;
    this.node = node;
    this.denials = denials;
  }

  boolean takes(ResourcePath path) {
    return path.kind() == ObjectKind.POD && SUBRESOURCES.contains(path.subresource());
  }

  /// On the event loop.
  void answer(HttpServerRequest request, ResourcePath path, Query query) {
    denials.check("get", path);
    ObjectNode pod = store.get(path.key());
    if (path.subresource().equals("log")) {
      log(request.response(), path, query, container(pod, query));
      return;
    }
    denials.check("create", path);
    if (!WatchRequests.isWebSocket(request)) {
      throw StatusException.badRequest("the sandbox speaks WebSocket here, not SPDY");
    }
    if (path.subresource().equals("exec")) {
      exec(request, path, query, container(pod, query));
    } else {
      portForward(request, path, pod, query);
    }
  }

  private static String container(ObjectNode pod, Query query) {
    String asked = query.text("container");
    JsonNode containers = pod.at("/spec/containers");
    if (asked.isEmpty() && containers.size() > 1) {
      throw StatusException.badRequest(
          "a container name must be specified for pod " + Json.text(pod, "/metadata/name"));
    }
    return asked.isEmpty() ? Json.text(containers, "/0/name") : asked;
  }

  private void log(HttpServerResponse response, ResourcePath path, Query query, String container) {
    Path file = node.log(path.namespace(), path.name(), container, query.is("previous"));
    BooleanSupplier growing =
        () -> query.is("follow") && node.isRunning(path.namespace(), path.name(), container);
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    response.writeHead();
    LogStream stream = new LogStream(file, query.number("tailLines", -1), growing);
    Thread.startVirtualThread(() -> stream.run(response));
  }

  private void exec(HttpServerRequest request, ResourcePath path, Query query, String container) {
    List<String> command = query.all("command");
    if (command.isEmpty()) {
      throw StatusException.badRequest("you must specify at least 1 command for the container");
    }
    if (!node.isRunning(path.namespace(), path.name(), container)) {
      throw StatusException.badRequest("container not found (\"" + container + "\")");
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              ChannelSocket client = new ChannelSocket(vertx, socket);
              Thread.startVirtualThread(() -> execute(client, path, container, query));
            });
  }

  private void execute(ChannelSocket client, ResourcePath path, String container, Query query) {
    try {
      Process process =
          node.execute(path.namespace(), path.name(), container, query.all("command"));
      if (!query.is("stdin")) {
        process.getOutputStream().close();
      }
      new Exec(client, process).run();
    } catch (IOException | StatusException refused) {
      Exec.refuse(client, String.valueOf(refused.getMessage()));
    }
  }

  private void portForward(
      HttpServerRequest request, ResourcePath path, ObjectNode pod, Query query) {
    List<Integer> ports =
        query.all("ports").stream()
            .flatMap(list -> Stream.of(list.split(",", -1)))
            .map(PodRequests::port)
            .toList();
    if (ports.isEmpty()) {
      throw StatusException.badRequest("query parameter \"port\" is required");
    }
    if (!Json.text(pod, "/status/phase").equals("Running")) {
      throw StatusException.badRequest(
          "unable to forward port because pod is not running. Current status="
              + Json.text(pod, "/status/phase"));
    }
    String address = node.address(path.namespace(), path.name());
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              ChannelSocket client = new ChannelSocket(vertx, socket);
              Thread.startVirtualThread(() -> new PortForward(client, address, ports).run());
            });
  }

  private static int port(String text) {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw StatusException.badRequest("could not parse \"" + text + "\" as a port");
    }
    return port;
  }
}
