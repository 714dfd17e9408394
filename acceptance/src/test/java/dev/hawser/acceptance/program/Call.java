package dev.hawser.acceptance.program;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One call to a service, with a result that fits a line:
///
/// - `get URL`, `names URL COUNT`, `post URL LINE…`
/// - `download URL SEED COUNT`, `upload URL SEED COUNT`, `echo HOST PORT SEED COUNT`
/// - `greet HOST PORT TEXT`, `refused HOST PORT`, `crowd HOST PORT COUNT`, `websocket URL`
/// - `steady HOST PORT MILLISECONDS`, until something comes on the standard input
final class Call {
  static final Duration CONNECT = Duration.ofSeconds(10);
  static final Duration ANSWER = Duration.ofMinutes(2);

  private Call() {}

  static String run(List<String> words) throws IOException, InterruptedException {
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "get" -> get(URI.create(rest.get(0)));
      case "names" -> names(URI.create(rest.get(0)), number(rest.get(1)));
      case "post" -> post(URI.create(rest.get(0)), rest.subList(1, rest.size()));
      case "download" ->
          download(URI.create(rest.get(0)), number(rest.get(1)), number(rest.get(2)));
      case "upload" -> upload(URI.create(rest.get(0)), number(rest.get(1)), number(rest.get(2)));
      case "echo" -> echo(address(rest), number(rest.get(2)), number(rest.get(3)));
      case "greet" -> greet(address(rest), rest.get(2));
      case "refused" -> refused(address(rest));
      case "crowd" -> new Crowd(address(rest), Integer.parseInt(rest.get(2))).run();
      case "steady" -> new Steady(address(rest), Duration.ofMillis(number(rest.get(2)))).run();
      case "websocket" -> new WebSocketCall(URI.create(rest.get(0))).run();
      case String unknown -> throw new IllegalArgumentException(unknown);
    };
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  private static InetSocketAddress address(List<String> words) {
    return new InetSocketAddress(words.get(0), Integer.parseInt(words.get(1)));
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    return send(uri, HttpRequest.newBuilder(uri).timeout(ANSWER).build());
  }

  private static String post(URI uri, List<String> lines) throws IOException, InterruptedException {
    return send(
        uri,
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER)
            .POST(BodyPublishers.ofString(String.join("\n", lines)))
            .build());
  }

  private static String send(URI uri, HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(
            "%s answered %d: %s".formatted(uri, response.statusCode(), response.body()));
      }
      return response.body();
    }
  }

  /// Who answers, over that many connections of their own.
  private static String names(URI uri, long count) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (long i = 0; i < count; i++) {
      names.add(get(uri));
    }
    return String.join(",", names);
  }

  private static String download(URI uri, long seed, long count)
      throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri.resolve("/bytes/%d/%d".formatted(seed, count)))
              .timeout(ANSWER)
              .build();
      try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
        SeededBytes.expect(body, seed, count);
      }
      return "same";
    }
  }

  private static String upload(URI uri, long seed, long count)
      throws IOException, InterruptedException {
    try (HttpClient client = client()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri.resolve("/bytes/%d/%d".formatted(seed, count)))
              .timeout(ANSWER)
              .POST(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> new SeededBytes(seed, count)), count))
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT)
        .build();
  }

  /// Sends everything, ends its half, and only then is answered.
  private static String echo(InetSocketAddress address, long seed, long count) throws IOException {
    try (Socket socket = connect(address)) {
      new SeededBytes(seed, count).transferTo(socket.getOutputStream());
      socket.shutdownOutput();
      SeededBytes.expect(socket.getInputStream(), seed, count);
      return "same";
    }
  }

  /// Says nothing before it was greeted.
  private static String greet(InetSocketAddress address, String text) throws IOException {
    try (Socket socket = connect(address)) {
      String greeting = line(socket);
      socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
      return greeting + ", " + line(socket);
    }
  }

  static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, Math.toIntExact(CONNECT.toMillis()));
    socket.setSoTimeout(Math.toIntExact(ANSWER.toMillis()));
    return socket;
  }

  static String line(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("ended after: " + line);
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /// How a port looks behind which nobody listens.
  private static String refused(InetSocketAddress address) {
    try (Socket socket = connect(address)) {
      int first = socket.getInputStream().read();
      return first < 0 ? "closed" : "answered";
    } catch (ConnectException refused) {
      return "refused";
    } catch (SocketTimeoutException silence) {
      return "silence";
    } catch (SocketException reset) {
      return "reset";
    } catch (IOException other) {
      return other.toString();
    }
  }
}
