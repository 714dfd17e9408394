package dev.hawser.acceptance.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executors;

/// What a pod or the local process tells of itself, and does for a test:
///
/// | request | answer |
/// | --- | --- |
/// | `GET /name` | who answers |
/// | `GET /bytes/SEED/COUNT` | that many seeded bytes |
/// | `POST /bytes/SEED/COUNT` | `same` if the body is those bytes |
/// | `GET /variable/NAME` | an environment variable, 404 without |
/// | `GET /volume/PATH` | a file below the directory that HAWSER_VOLUMES names, 404 without |
/// | `POST /call` | what [Call] returns for the body's lines, 500 with the failure |
final class HttpService {
  private final String name;

  private HttpService(String name) {
    this.name = name;
  }

  static void start(String address, int port, String name) throws IOException {
    HttpService service = new HttpService(name);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 512);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", service::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
      String rest = path.length > 1 ? path[1] : "";
      switch (path[0]) {
        case "name" -> send(exchange, 200, name);
        case "bytes" -> bytes(exchange, rest.split("/"));
        case "variable" -> variable(exchange, rest);
        case "volume" -> volume(exchange, rest);
        case "file" -> file(exchange, Path.of("/", rest));
        case "call" -> call(exchange);
        default -> send(exchange, 404, "");
      }
    }
  }

  private static void bytes(HttpExchange exchange, String[] path) throws IOException {
    long seed = Long.parseLong(path[0]);
    long count = Long.parseLong(path[1]);
    if (exchange.getRequestMethod().equals("POST")) {
      SeededBytes.expect(exchange.getRequestBody(), seed, count);
      send(exchange, 200, "same");
    } else {
      exchange.sendResponseHeaders(200, count);
      try (OutputStream body = exchange.getResponseBody()) {
        new SeededBytes(seed, count).transferTo(body);
      }
    }
  }

  private static void variable(HttpExchange exchange, String variable) throws IOException {
    String value = System.getenv(variable);
    send(exchange, value == null ? 404 : 200, Objects.requireNonNullElse(value, ""));
  }

  private static void volume(HttpExchange exchange, String path) throws IOException {
    file(exchange, Path.of(Objects.requireNonNullElse(System.getenv("HAWSER_VOLUMES"), "/"), path));
  }

  private static void file(HttpExchange exchange, Path file) throws IOException {
    boolean found = Files.isRegularFile(file);
    send(exchange, found ? 200 : 404, found ? Files.readAllBytes(file) : new byte[0]);
  }

  private static void call(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try {
      send(exchange, 200, Call.run(body.lines().toList()));
    } catch (IOException | RuntimeException failure) {
      send(exchange, 500, failure.toString());
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
