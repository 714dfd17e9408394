package dev.hawser.cluster.target;

import dev.hawser.cluster.json.ApiPath;
import java.util.Arrays;
import java.util.Optional;

/// The kinds of objects whose pods a session may take the place of.
///
/// Each says where the API server has it and where its pod template lies, by the Kubernetes API
/// reference: [apps/v1](https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/).
public enum WorkloadKind {
  DEPLOYMENT("deploy", "apps", "Deployment", "deployments", "/spec/template"),
  STATEFUL_SET("sts", "apps", "StatefulSet", "statefulsets", "/spec/template"),
  DAEMON_SET("ds", "apps", "DaemonSet", "daemonsets", "/spec/template"),
  REPLICA_SET("rs", "apps", "ReplicaSet", "replicasets", "/spec/template"),
  /// A pod that no controller owns. It is its own template.
  POD("pod", "", "Pod", "pods", "");

  private final String shortName;
  private final String group;
  private final String kind;
  private final String plural;
  private final String template;

  WorkloadKind(String shortName, String group, String kind, String plural, String template) {
    this.shortName = shortName;
    this.group = group;
    this.kind = kind;
    this.plural = plural;
    this.template = template;
  }

  /// As kubectl abbreviates it: `deploy`, `sts`, `ds`, `rs`, `pod`.
  public String shortName() {
    return shortName;
  }

  /// The API group, empty for the core's.
  public String group() {
    return group;
  }

  /// The version of the API group.
  public String version() {
    return "v1";
  }

  /// Such as `StatefulSet`.
  public String kind() {
    return kind;
  }

  /// Such as `statefulsets`, as URLs and rights name it.
  public String plural() {
    return plural;
  }

  /// Where the API server has a namespace's objects of this kind.
  public String path(String namespace) {
    return ApiPath.of(group, version(), namespace, plural);
  }

  /// The JSON pointer from the object to what has the pod's metadata and spec; empty for a pod.
  public String template() {
    return template;
  }

  /// Such as `StatefulSet`, as owner references name it; empty for what is none of these.
  public static Optional<WorkloadKind> ofKind(String kind) {
    return Arrays.stream(values()).filter(one -> one.kind.equals(kind)).findFirst();
  }

  /// As kubectl abbreviates it; empty for what is none of these.
  public static Optional<WorkloadKind> ofShortName(String shortName) {
    return Arrays.stream(values()).filter(one -> one.shortName.equals(shortName)).findFirst();
  }
}
