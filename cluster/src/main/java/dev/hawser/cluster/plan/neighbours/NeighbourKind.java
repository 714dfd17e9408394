package dev.hawser.cluster.plan.neighbours;

/// Kinds of objects that are looked at for warnings only: who may not list them, or has none of
/// them installed, goes without.
enum NeighbourKind {
  AUTOSCALER("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
  VERTICAL_AUTOSCALER(
      "autoscaling.k8s.io", "v1", "VerticalPodAutoscaler", "verticalpodautoscalers"),
  SCALED_OBJECT("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects"),
  QUOTA("", "v1", "ResourceQuota", "resourcequotas"),
  LIMIT_RANGE("", "v1", "LimitRange", "limitranges"),
  DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
  NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  NeighbourKind(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  String group() {
    return group;
  }

  String version() {
    return version;
  }

  String kind() {
    return kind;
  }

  String plural() {
    return plural;
  }
}
