package dev.hawser.sandbox.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds that the sandbox stores, with the words by which the API and kubectl know them.
public enum ObjectKind {
  NAMESPACE("", "v1", "Namespace", "namespaces", "ns"),
  NODE("", "v1", "Node", "nodes", "no"),
  POD("", "v1", "Pod", "pods", "po"),
  SERVICE("", "v1", "Service", "services", "svc"),
  ENDPOINTS("", "v1", "Endpoints", "endpoints", "ep"),
  CONFIG_MAP("", "v1", "ConfigMap", "configmaps", "cm"),
  SECRET("", "v1", "Secret", "secrets", ""),
  EVENT("", "v1", "Event", "events", "ev"),
  SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts", "sa"),
  DEPLOYMENT("apps", "v1", "Deployment", "deployments", "deploy"),
  REPLICA_SET("apps", "v1", "ReplicaSet", "replicasets", "rs"),
  STATEFUL_SET("apps", "v1", "StatefulSet", "statefulsets", "sts"),
  DAEMON_SET("apps", "v1", "DaemonSet", "daemonsets", "ds"),
  CONTROLLER_REVISION("apps", "v1", "ControllerRevision", "controllerrevisions", ""),
  ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", ""),
  LEASE("coordination.k8s.io", "v1", "Lease", "leases", ""),
  AUTOSCALER("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", "hpa"),
  DISRUPTION_BUDGET("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb"),
  ROLE("rbac.authorization.k8s.io", "v1", "Role", "roles", ""),
  ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", "");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final String shortName;

  ObjectKind(String group, String version, String kind, String plural, String shortName) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
    this.shortName = shortName;
  }

  public static Optional<ObjectKind> find(String group, String version, String plural) {
    return Stream.of(values())
        .filter(k -> k.group.equals(group) && k.version.equals(version) && k.plural.equals(plural))
        .findFirst();
  }

  /// Empty for the core group.
  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// As in an object's `kind`.
  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }

  public String singular() {
    return kind.toLowerCase(Locale.ROOT);
  }

  public List<String> shortNames() {
    return shortName.isEmpty() ? List.of() : List.of(shortName);
  }

  /// As error messages name it: `deployments.apps`.
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public boolean isNamespaced() {
    return this != NAMESPACE && this != NODE;
  }

  /// Whether `status` is written through a subresource only.
  public boolean hasStatus() {
    return switch (this) {
      case NAMESPACE, NODE, POD, SERVICE, AUTOSCALER, DISRUPTION_BUDGET -> true;
      case DEPLOYMENT, REPLICA_SET, STATEFUL_SET, DAEMON_SET -> true;
      case ENDPOINTS, CONFIG_MAP, SECRET, EVENT, SERVICE_ACCOUNT, ENDPOINT_SLICE -> false;
      case CONTROLLER_REVISION, LEASE, ROLE, ROLE_BINDING -> false;
    };
  }

  /// Whether its controller makes pods of its `spec.template`. A change of such a specification
  /// counts in `metadata.generation`.
  public boolean hasTemplate() {
    return isScalable() || this == DAEMON_SET;
  }

  public boolean isScalable() {
    return this == DEPLOYMENT || this == REPLICA_SET || this == STATEFUL_SET;
  }
}
