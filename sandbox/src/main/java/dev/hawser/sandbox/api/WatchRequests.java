package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.Store;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/// Serves watches, over a response without end or, if the client asks so, over a WebSocket.
final class WatchRequests {
  private final Vertx vertx;
  private final Store store;
  private final Denials denials;

  WatchRequests(Vertx vertx, Store store, Denials denials) {
    this.vertx = vertx;
    this.store = store;
    this.denials = denials;
  }

  /// On the event loop.
  void answer(HttpServerRequest request, ResourcePath path, Query query) {
    denials.check("watch", path);
    Watch watch = Watch.of(path, query);
    int seconds = query.number("timeoutSeconds", 0);
    if (isWebSocket(request)) {
      request.toWebSocket().onSuccess(socket -> serve(watch, socket, seconds));
    } else {
      serve(watch, request.response(), seconds);
    }
  }

  static boolean isWebSocket(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private void serve(Watch watch, ServerWebSocket socket, int seconds) {
    Context loop = vertx.getOrCreateContext();
    Store.Subscription subscription =
        watch.start(
            store,
            event -> loop.runOnContext(now -> socket.writeTextMessage(text(event).toString())));
    socket.closeHandler(closed -> subscription.close());
    if (seconds > 0) {
      vertx.setTimer(seconds * 1000L, timer -> socket.close());
    }
  }

  private void serve(Watch watch, HttpServerResponse response, int seconds) {
    Context loop = vertx.getOrCreateContext();
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.writeHead(); // the client waits for it, even if nothing ever changes
    Store.Subscription subscription =
        watch.start(
            store,
            event ->
                loop.runOnContext(
                    now -> {
                      if (!response.ended() && !response.closed()) {
                        response.write(text(event).appendByte((byte) '\n'));
                      }
                    }));
    response.closeHandler(closed -> subscription.close());
    response.endHandler(ended -> subscription.close());
    if (seconds > 0) {
      vertx.setTimer(
          seconds * 1000L,
          timer -> {
            if (!response.closed()) {
              response.end();
            }
          });
    }
  }

  private static Buffer text(ObjectNode event) {
    return Buffer.buffer(Json.bytes(event));
  }
}
