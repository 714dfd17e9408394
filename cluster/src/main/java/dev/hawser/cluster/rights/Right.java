package dev.hawser.cluster.rights;

/// Something that Hawser does in a namespace, as RBAC names it.
///
/// @param group the API group, empty for the core's
/// @param resource in plural; a subresource after a slash
/// @param sinceMinor the minor version of Kubernetes 1 from which on the API server asks for it
public record Right(String verb, String group, String resource, Worth worth, int sinceMinor) {

  /// Such as `patch deployments.apps`.
  @Override
  public String toString() {
    return "%s %s%s".formatted(verb, resource, group.isEmpty() ? "" : "." + group);
  }

  public boolean isNeeded() {
    return worth instanceof Worth.Needed;
  }

  /// Such as `needed to read pods`, or `without it, nobody knows`.
  public String reason() {
    return switch (worth) {
      case Worth.Needed(String purpose) -> "needed to " + purpose;
      case Worth.Useful(String cost) -> "without it, " + cost;
    };
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
