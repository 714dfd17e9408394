package dev.hawser.cluster.json;

import io.fabric8.kubernetes.api.model.HasMetadata;

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

  /// The collection that an object in a namespace belongs to.
  public static String of(HasMetadata object) {
    String group = HasMetadata.getGroup(object.getClass());
    String version = HasMetadata.getVersion(object.getClass());
    return of(group, version, object.getMetadata().getNamespace(), object.getPlural());
  }

  /// A collection of the core group's.
  public static String core(String namespace, String plural) {
    return of("", "v1", namespace, plural);
  }
}
