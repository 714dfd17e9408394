package dev.hawser.cluster.rights;

/// Something that a session does to a cluster, as RBAC names it.
///
/// @param group the API group, empty for the core's
/// @param resource in plural; a subresource after a slash
public record Right(String verb, String group, String resource, String namespace) {

  /// Such as `patch deployments.apps in namespace shop`.
  @Override
  public String toString() {
    return "%s %s%s in namespace %s"
        .formatted(verb, resource, group.isEmpty() ? "" : "." + group, namespace);
  }

  String mainResource() {
    int slash = resource.indexOf('/');
    return slash < 0 ? resource : resource.substring(0, slash);
  }

  String subresource() {
    int slash = resource.indexOf('/');
    return slash < 0 ? "" : resource.substring(slash + 1);
  }
}
