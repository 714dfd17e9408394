package dev.hawser.cluster.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One JSON patch as one request: the client's own way reads the object first, and its requests by
/// path are of one media type only.
record JsonPatchRequest(KubernetesClient client) {
  private static final String MEDIA_TYPE = "application/json-patch+json"; // RFC 6902

  JsonNode send(String path, String patch) {
    int limitMs = client.getConfiguration().getRequestTimeout();
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getConfiguration().getMasterUrl().replaceFirst("/$", "") + path)
            .method("PATCH", MEDIA_TYPE, patch)
            .timeout(limitMs, TimeUnit.MILLISECONDS)
            .build();
    HttpResponse<String> answer = await(request, limitMs);
    if (!answer.isSuccessful()) {
      throw refusal(answer);
    }
    return KubeJson.parse(answer.body());
  }

  private HttpResponse<String> await(HttpRequest request, int limitMs) {
    try {
      return client
          .getHttpClient()
          .sendAsync(request, String.class)
          .get(limitMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KubernetesClientException.launderThrowable(e);
    } catch (ExecutionException e) {
      throw KubernetesClientException.launderThrowable(e.getCause());
    } catch (TimeoutException e) {
      throw new KubernetesClientException("no answer to a patch within " + limitMs + " ms", e);
    }
  }

  private static KubernetesClientException refusal(HttpResponse<String> answer) {
    JsonNode said =
        isJson(answer) ? KubeJson.parse(answer.body()) : JsonNodeFactory.instance.nullNode();
    Status status = said.isObject() ? KubeJson.as(Status.class, said) : new Status();
    return new KubernetesClientException(
        "%d: %s".formatted(answer.code(), said.path("message").asText(answer.message())),
        answer.code(),
        status);
  }

  /// A proxy in between says what it says.
  private static boolean isJson(HttpResponse<String> answer) {
    String type = answer.header("Content-Type");
    return type != null && type.startsWith("application/json");
  }
}
