package dev.hawser.cluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Objects of the API server by their paths, as trees and whole: fields that the client's types do
/// not know are not lost, no type need be learnt, and a patch is one request. Methods block, and
/// throw [KubernetesClientException] for what is refused.
public record RawObjects(KubernetesClient client) {
  private static final String FIELD_MANAGER = "?fieldManager=hawser";
  private static final String TRIED_ONLY = "&dryRun=All";

  /// @param path of one object
  public Optional<JsonNode> get(String path) {
    try {
      return Optional.of(ask(path, "GET", null));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// All objects of a collection. As the API server has it, none says its kind.
  ///
  /// @param path of the collection
  public List<JsonNode> list(String path) {
    return ask(path, "GET", null).path("items").valueStream().toList();
  }

  /// Those that labels select.
  ///
  /// @param selector as kubectl's `-l` takes it
  public List<JsonNode> list(String path, String selector) {
    return list(path + "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8));
  }

  /// The object as a JSON patch (RFC 6902) leaves it.
  public JsonNode patch(String path, String patch) {
    return new JsonPatchRequest(client).send(path + FIELD_MANAGER, patch);
  }

  /// The object as the patch would leave it; admission and validation say no here already.
  public JsonNode tryPatch(String path, String patch) {
    return new JsonPatchRequest(client).send(path + FIELD_MANAGER + TRIED_ONLY, patch);
  }

  /// @param path of the collection
  public JsonNode create(String path, JsonNode manifest) {
    return ask(path + FIELD_MANAGER, "POST", manifest.toString());
  }

  /// The object as it would be created.
  public JsonNode tryCreate(String path, JsonNode manifest) {
    return ask(path + FIELD_MANAGER + TRIED_ONLY, "POST", manifest.toString());
  }

  private JsonNode ask(String path, String method, @Nullable String body) {
    return KubeJson.parse(client.raw(path, method, body));
  }
}
