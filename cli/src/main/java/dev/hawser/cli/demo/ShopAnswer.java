package dev.hawser.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// What a request to the shop's `front` brought back: each program's own part.
record ShopAnswer(Part front, Part orders, Part stock) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// @param where `pod` or `machine`
  /// @param token a hash of the secret
  record Part(
      String program,
      String where,
      String answeredBy,
      String greeting,
      String token,
      String prices,
      String tokenFile) {

    boolean isLocal() {
      return where.equals("machine");
    }

    static Part of(JsonNode node) {
      return new Part(
          node.path("program").asText(),
          node.path("where").asText(),
          node.path("answeredBy").asText(),
          node.path("greeting").asText(),
          node.path("token").asText(),
          node.path("prices").asText(),
          node.path("tokenFile").asText());
    }
  }

  /// A new connection for each request, as from a new visitor.
  static ShopAnswer ask(URI front) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      HttpRequest request = HttpRequest.newBuilder(front).timeout(LIMIT).build();
      return parse(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  static ShopAnswer parse(String json) throws IOException {
    JsonNode root = new JsonMapper().readTree(json);
    JsonNode orders = root.path("orders");
    return new ShopAnswer(Part.of(root), Part.of(orders), Part.of(orders.path("stock")));
  }
}
