package dev.hawser.sandbox.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;

/// A program of the demo's shop: `front`, which asks `orders`, which asks `stock`. Each answers
/// `GET /` with what it is, where it runs and what it was given, and below that with the answer of
/// the next. The JDK is all it needs, so that it runs in a pod and on a developer's machine.
///
/// In a pod the image's command gives its address and the place of its volumes; elsewhere it
/// listens on `127.0.0.1`. `SHOP_PORT` changes the port.
public final class Shop {
  private final Program program;
  private final Surroundings surroundings;

  private Shop(Program program, Surroundings surroundings) {
    this.program = program;
    this.surroundings = surroundings;
  }

  public static void main(String[] arguments) throws IOException {
    Optional<Program> named =
        arguments.length == 1 ? Program.named(arguments[0]) : Optional.empty();
    if (named.isEmpty()) {
      System.err.println("shop: which program? (expected: front, orders or stock)");
      System.exit(2);
      return;
    }
    Program program = named.get();
    Surroundings surroundings = Surroundings.ofThisProcess();
    InetSocketAddress address =
        new InetSocketAddress(surroundings.bindAddress(), surroundings.port(program.port()));
    HttpServer server = HttpServer.create(address, 128);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Shop shop = new Shop(program, surroundings);
    server.createContext("/healthz", exchange -> send(exchange, 200, "{\"healthy\": true}\n"));
    server.createContext("/", shop::answer);
    server.start();
    System.out.printf(
        Locale.ROOT,
        "%s: listening on %s:%d%n",
        program.label(),
        address.getHostString(),
        address.getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%s: %s %s%n",
        program.label(),
        exchange.getRequestMethod(),
        exchange.getRequestURI());
    JsonText answer =
        new JsonText()
            .text("program", program.label())
            .text("where", surroundings.isPod() ? "pod" : "machine")
            .text("answeredBy", surroundings.machine())
            .text("greeting", surroundings.variable("SHOP_GREETING"))
            .text("token", surroundings.fingerprint(surroundings.variable("SHOP_TOKEN")))
            .text("prices", surroundings.file("/etc/shop/prices.properties"))
            .text(
                "tokenFile", surroundings.fingerprint(surroundings.file("/etc/shop-secret/token")));
    switch (program) {
      case FRONT -> answer.nested("orders", ask(Program.ORDERS));
      case ORDERS -> answer.nested("stock", ask(Program.STOCK));
      case STOCK -> answer.text("anchors", "12");
    }
    send(exchange, 200, answer + "\n");
  }

  private String ask(Program next) {
    return surroundings.ask(next.label(), next.port());
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
