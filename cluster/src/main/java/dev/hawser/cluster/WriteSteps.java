package dev.hawser.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/// Makes a step of every request that changes the cluster, whoever sends it, before it goes out and
/// after its answer: none can be forgotten. Heartbeats are none, for they change nothing, and come
/// at any time.
final class WriteSteps implements Interceptor {
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private final Steps steps;

  WriteSteps(Steps steps) {
    this.steps = steps;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (isStep(request)) {
      steps.at("before " + name(request));
    }
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (isStep(request)) {
      steps.at("after " + name(request));
    }
  }

  private static boolean isStep(HttpRequest request) {
    String path = request.uri().getPath();
    String query = String.valueOf(request.uri().getQuery());
    boolean isHeartbeat = request.method().equals("PUT") && path.contains("/leases/");
    return WRITES.contains(request.method())
        && !isHeartbeat
        && !query.contains("dryRun")
        && !path.contains("accessreviews");
  }

  private static String name(HttpRequest request) {
    return request.method() + " " + request.uri().getPath();
  }
}
