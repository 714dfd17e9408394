package dev.hawser.cluster.json;

/// Where the API server has objects (Kubernetes API reference, API concepts, Resource URIs).
public final class ApiPath {
  private ApiPath() {}

  /// The collection of a kind in a namespace.
  ///
  /// @param group empty for the core's
  /// @param plural such as `deployments`
  public static String of(String group, String version, String namespace, String plural) {
    return "%s/%s/namespaces/%s/%s"
        .formatted(group.isEmpty() ? "/api" : "/apis/" + group, version, namespace, plural);
  }

  /// A collection of the core group's.
  public static String core(String namespace, String plural) {
    return of("", "v1", namespace, plural);
  }
}
