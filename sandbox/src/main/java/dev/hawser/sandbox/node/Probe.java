package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// A question to a container: is it ready, alive, started?
///
/// @param periodSeconds between two questions
/// @param failureThreshold how many bad answers in a row count
record Probe(
    JsonNode specification,
    JsonNode container,
    String address,
    int initialDelaySeconds,
    int periodSeconds,
    int timeoutSeconds,
    int failureThreshold,
    int successThreshold) {

  /// Runs a command in the container; its exit code.
  interface Command {
    int run(List<String> words, int timeoutSeconds) throws IOException, InterruptedException;
  }

  static Probe of(JsonNode container, String name, String address) {
    JsonNode probe = container.path(name);
    return new Probe(
        probe,
        container,
        address,
        Json.number(probe, "/initialDelaySeconds", 0),
        Math.max(1, Json.number(probe, "/periodSeconds", 10)),
        Math.max(1, Json.number(probe, "/timeoutSeconds", 1)),
        Math.max(1, Json.number(probe, "/failureThreshold", 3)),
        Math.max(1, Json.number(probe, "/successThreshold", 1)));
  }

  boolean exists() {
    return specification.isObject();
  }

  /// @return nothing if all is well, else what is wrong, in the kubelet's words
  String ask(Command command) throws InterruptedException {
    try {
      if (specification.has("httpGet")) {
        return http(specification.path("httpGet"));
      }
      if (specification.has("tcpSocket")) {
        return tcp(specification.path("tcpSocket"));
      }
      List<String> words = new ArrayList<>();
      specification.at("/exec/command").forEach(word -> words.add(word.asText()));
      int exitCode = command.run(words, timeoutSeconds);
      return exitCode == 0 ? "" : "command exited with " + exitCode;
    } catch (IOException | RuntimeException unreachable) {
      return String.valueOf(unreachable.getMessage());
    }
  }

  private String http(JsonNode get) throws IOException {
    String path = Json.text(get, "/path");
    String url =
        "%s://%s:%d%s"
            .formatted(
                Json.text(get, "/scheme").equals("HTTPS") ? "https" : "http",
                host(get),
                port(get.path("port")),
                path.startsWith("/") ? path : "/" + path);
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    try {
      connection.setConnectTimeout(timeoutSeconds * 1000);
      connection.setReadTimeout(timeoutSeconds * 1000);
      connection.setInstanceFollowRedirects(false);
      for (JsonNode header : get.path("httpHeaders")) {
        connection.setRequestProperty(Json.text(header, "/name"), Json.text(header, "/value"));
      }
      int status = connection.getResponseCode();
      return status >= 200 && status < 400 ? "" : "HTTP probe failed with statuscode: " + status;
    } finally {
      connection.disconnect();
    }
  }

  private String tcp(JsonNode socket) throws IOException {
    try (Socket connection = new Socket()) {
      connection.connect(
          new InetSocketAddress(host(socket), port(socket.path("port"))), timeoutSeconds * 1000);
      return "";
    }
  }

  private String host(JsonNode action) {
    String host = Json.text(action, "/host");
    return host.isEmpty() ? address : host;
  }

  private int port(JsonNode port) {
    if (port.isNumber()) {
      return port.asInt();
    }
    for (JsonNode named : container.path("ports")) {
      if (Json.text(named, "/name").equals(port.asText())) {
        return named.path("containerPort").asInt();
      }
    }
    return Integer.parseInt(port.asText());
  }
}
