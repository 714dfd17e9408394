package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A pod that calls others when it is told to: many calls cost no more than one process. Closing
/// deletes its namespace.
public final class Caller implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestNamespace namespace;
  private final LocalPortForward forward;

  public Caller(Place place) {
    namespace = new TestNamespace(place);
    namespace.create("caller.yaml");
    var pod = place.client().pods().inNamespace(namespace.name()).withName("caller");
    pod.waitUntilReady(2, TimeUnit.MINUTES);
    forward = pod.portForward(Shop.HTTP);
  }

  /// What a web server answers to the pod.
  ///
  /// @throws UncheckedIOException if the call fails
  public String get(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/call".formatted(forward.getLocalPort())))
            .timeout(LIMIT)
            .POST(BodyPublishers.ofString("get\n" + url))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(url + ": " + response.body());
      }
      return response.body();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }

  @Override
  public void close() {
    try {
      forward.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      namespace.close();
    }
  }
}
