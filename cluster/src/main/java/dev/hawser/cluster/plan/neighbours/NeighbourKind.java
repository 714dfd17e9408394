package dev.hawser.cluster.plan.neighbours;

import dev.hawser.cluster.json.ApiPath;

/// Kinds of objects that are looked at for warnings only: who may not list them, or has none of
/// them installed, goes without.
enum NeighbourKind {
  AUTOSCALER("autoscaling", "v2", "horizontalpodautoscalers"),
  VERTICAL_AUTOSCALER("autoscaling.k8s.io", "v1", "verticalpodautoscalers"),
  SCALED_OBJECT("keda.sh", "v1alpha1", "scaledobjects"),
  QUOTA("", "v1", "resourcequotas"),
  LIMIT_RANGE("", "v1", "limitranges"),
  DISRUPTION_BUDGET("policy", "v1", "poddisruptionbudgets"),
  NETWORK_POLICY("networking.k8s.io", "v1", "networkpolicies");

  private final String group;
  private final String version;
  private final String plural;

  NeighbourKind(String group, String version, String plural) {
    this.group = group;
    this.version = version;
    this.plural = plural;
  }

  /// Where the API server has a namespace's objects of this kind.
  String path(String namespace) {
    return ApiPath.of(group, version, namespace, plural);
  }
}
