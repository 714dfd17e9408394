package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The test program as the process that a session runs: what it is called with, and how a test
/// talks to it. Nothing listens on `nobody`.
public record LocalProgram(int http, int echo, int greeter, int nobody, int websocket) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static LocalProgram onFreePorts() {
    List<Integer> ports = freePorts(5);
    return new LocalProgram(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
  }

  /// Ports of the loopback that are free now.
  public static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The options of `connect` that lead the Service's ports here.
  public List<String> portOptions() {
    List<String> options = new ArrayList<>();
    option(options, http, Shop.HTTP);
    option(options, echo, Shop.ECHO);
    option(options, greeter, Shop.GREETER);
    option(options, nobody, Shop.NOBODY);
    option(options, websocket, Shop.WEBSOCKET);
    return options;
  }

  private static void option(List<String> options, int local, int container) {
    options.add("--port");
    options.add(local + ":" + container);
  }

  public List<String> command() {
    List<String> words = new ArrayList<>(program());
    words.addAll(
        List.of(
            "--bind",
            "127.0.0.1",
            "serve",
            "local",
            "http=" + http,
            "echo=" + echo,
            "greeter=" + greeter,
            "websocket=" + websocket));
    return words;
  }

  /// The words that run the test program on this machine.
  public static List<String> program() {
    return List.of(
        Checkout.JAVA.toString(),
        "-XX:+UseSerialGC",
        "-cp",
        Checkout.TEST_CLASSES.toString(),
        "dev.hawser.acceptance.program.Program");
  }

  /// What a call from inside the local process gives.
  ///
  /// @throws AssertionError if the call fails
  public String call(String... words) {
    HttpResponse<byte[]> response =
        send(request("/call").POST(BodyPublishers.ofString(String.join("\n", words))).build());
    String text = new String(response.body(), StandardCharsets.UTF_8);
    if (response.statusCode() != 200) {
      throw new AssertionError("call %s: %s".formatted(List.of(words), text));
    }
    return text;
  }

  /// What it answers to a request, which must not be an error.
  public byte[] get(String path) {
    HttpResponse<byte[]> response = send(request(path).build());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " was answered with " + response.statusCode());
    }
    return response.body();
  }

  /// One of the environment variables that it was started with.
  public String variable(String name) {
    return new String(get("/variable/" + name), StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
        .timeout(Duration.ofMinutes(2));
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofByteArray());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }
}
