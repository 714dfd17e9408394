package dev.hawser.sandbox.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/// A program of the demo's shop: `front`, which asks `orders`, which asks `stock`. Each answers
/// `GET /` with what it is, where it runs and what it was given, and below that with the answer of
/// the next. The JDK is all it needs, so that it runs in a pod and on a developer's machine.
///
/// In a pod the image's command gives its address and the place of its volumes; elsewhere it
/// listens on `127.0.0.1`. `SHOP_PORT` changes the port.
public final class Shop {
  private static final int PORT = 8080;

  private final String name;
  private final Surroundings surroundings;

  private Shop(String name, Surroundings surroundings) {
    this.name = name;
    this.surroundings = surroundings;
  }

  public static void main(String[] arguments) throws IOException {
    String name = arguments.length == 1 ? arguments[0] : "";
    if (!List.of("front", "orders", "stock").contains(name)) {
      System.err.println("shop: which program? (expected: front, orders or stock)");
      System.exit(2);
    }
    Surroundings surroundings = Surroundings.ofThisProcess();
    InetSocketAddress address =
        new InetSocketAddress(surroundings.bindAddress(), surroundings.port(PORT));
    HttpServer server = HttpServer.create(address, 128);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Shop shop = new Shop(name, surroundings);
    server.createContext("/healthz", exchange -> send(exchange, 200, "{\"healthy\": true}\n"));
    server.createContext("/", shop::answer);
    server.start();
    System.out.printf(
        Locale.ROOT, "%s: listening on %s:%d%n", name, address.getHostString(), address.getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    System.out.printf(
        Locale.ROOT, "%s: %s %s%n", name, exchange.getRequestMethod(), exchange.getRequestURI());
    JsonText answer =
        new JsonText()
            .text("program", name)
            .text("where", surroundings.isPod() ? "pod" : "machine")
            .text("answeredBy", surroundings.machine())
            .text("greeting", surroundings.variable("SHOP_GREETING"))
            .text("token", surroundings.fingerprint(surroundings.variable("SHOP_TOKEN")))
            .text("prices", surroundings.file("/etc/shop/prices.properties"))
            .text(
                "tokenFile", surroundings.fingerprint(surroundings.file("/etc/shop-secret/token")));
    switch (name) {
      case "front" -> answer.nested("orders", surroundings.ask("orders", PORT));
      case "orders" -> answer.nested("stock", surroundings.ask("stock", PORT));
      default -> answer.text("anchors", "12");
    }
    send(exchange, 200, answer + "\n");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
