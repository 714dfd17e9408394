package dev.hawser.cluster.rights;

import dev.hawser.cluster.target.WorkloadKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one list of what Hawser does in a namespace, from resolving a target to undoing the change.
/// What is checked before a session, the Role that `hawser rbac` prints and the documentation all
/// come from it.
public final class RequiredRights {
  private static final String CORE = "";
  private static final String APPS = "apps";
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String COORDINATION = "coordination.k8s.io";
  private static final int ALWAYS = 0;

  /// From this minor version on, the API server wants `create` for a port-forward or an exec by
  /// WebSocket, which is a GET, too.
  private static final int WEB_SOCKETS_ARE_CREATED_SINCE = 35;

  /// For what is run in a container of the original.
  public static final String PODS_EXEC = "pods/exec";

  /// For a dry run that asks admission about a pod.
  public static final Right TO_REHEARSE_PODS =
      new Right(
          "create",
          CORE,
          "pods",
          new Worth.Useful(
              "what PodSecurity, quotas and webhooks say of the agent's pod is not known before the"
                  + " change (only dry runs are made, but RBAC cannot say so)"),
          ALWAYS);

  private static final Set<String> REAPERS =
      Set.of("jobs", "serviceaccounts", "roles", "rolebindings");

  private static final String TO_LINK = "link this machine to the agents";
  private static final Worth TO_SWAP = new Worth.Needed("put the agent in, and the original back");

  private static final List<Right> EVERY_SESSION =
      Stream.of(
              needed("find what a Service leads to, and reach Services", CORE, "services")
                  .verbs("get", "list"),
              needed("find a target's pods, and see agents come and go", CORE, "pods")
                  .verbs("list", "watch"),
              needed(
                      "know an agent by the fingerprint that it prints, and keep a copy of its log",
                      CORE,
                      "pods/log")
                  .verbs("get"),
              needed(TO_LINK, CORE, "pods/portforward").verbs("get"),
              needed(TO_LINK, CORE, "pods/portforward")
                  .since(WEB_SOCKETS_ARE_CREATED_SINCE)
                  .verbs("create"),
              needed("find whose the pods of a Service are", APPS, "replicasets").verbs("get"),
              needed("hold the target while the session lasts", COORDINATION, "leases")
                  .verbs("get", "list", "create", "update", "delete"))
          .flatMap(List::stream)
          .toList();

  private static final List<Right> EVERY_SESSION_BETTER =
      Stream.of(
              List.of(TO_REHEARSE_PODS),
              toReadVariables().verbs("get"),
              toReadVariables().since(WEB_SOCKETS_ARE_CREATED_SINCE).verbs("create"),
              useful("Services that come during a session are not noticed", CORE, "services")
                  .verbs("watch"),
              useful("a pod that does not start is explained by its status only", CORE, "events")
                  .verbs("list"),
              useful(
                      "the Deployment's history keeps an entry that runs an agent",
                      APPS,
                      "replicasets")
                  .verbs("list", "delete"),
              forReaper("batch", "jobs"),
              forReaper(CORE, "serviceaccounts"),
              forReaper(RBAC, "roles"),
              forReaper(RBAC, "rolebindings"),
              notWarned("autoscalers", "autoscaling", "horizontalpodautoscalers"),
              notWarned("autoscalers of that kind", "autoscaling.k8s.io", "verticalpodautoscalers"),
              notWarned("KEDA", "keda.sh", "scaledobjects"),
              notWarned("quotas", CORE, "resourcequotas"),
              notWarned("limits of containers' resources", CORE, "limitranges"),
              notWarned("disruption budgets", "policy", "poddisruptionbudgets"),
              notWarned("network policies", "networking.k8s.io", "networkpolicies"))
          .flatMap(List::stream)
          .toList();

  private RequiredRights() {}

  /// What a session needs, or is better with, whose target is of this kind.
  ///
  /// @param minorVersion the API server's, of Kubernetes 1
  public static List<Right> forTarget(WorkloadKind kind, int minorVersion) {
    return eachOnce(Stream.of(EVERY_SESSION, ofKind(kind, TO_SWAP), EVERY_SESSION_BETTER))
        .filter(right -> right.sinceMinor() <= minorVersion)
        .toList();
  }

  /// What somebody is granted who connects to Deployments, and may to other kinds.
  public static List<Right> ofDeveloper() {
    return ofDeveloper(Set.of(WorkloadKind.DEPLOYMENT));
  }

  /// What somebody is granted who connects to some kinds of workloads, and may to the others.
  ///
  /// @param kinds at least one
  public static List<Right> ofDeveloper(Set<WorkloadKind> kinds) {
    List<Right> all =
        Stream.of(
                EVERY_SESSION,
                ofKinds(kinds::contains, kind -> TO_SWAP),
                EVERY_SESSION_BETTER,
                ofKinds(
                    kind -> !kinds.contains(kind),
                    kind -> new Worth.Useful(kind.kind() + "s are no targets")))
            .flatMap(List::stream)
            .distinct()
            .toList();
    Set<String> needed =
        all.stream().filter(Right::isNeeded).map(RequiredRights::key).collect(Collectors.toSet());
    return all.stream().filter(right -> right.isNeeded() || !needed.contains(key(right))).toList();
  }

  /// What it takes besides to post a watchman in the cluster.
  public static boolean isForReaper(Right right) {
    return REAPERS.contains(right.resource()) && right.verb().equals("create");
  }

  /// Of a right that is needed for one thing and useful for another, the need counts.
  private static Stream<Right> eachOnce(Stream<List<Right>> rights) {
    Map<String, Right> once = new LinkedHashMap<>();
    rights.flatMap(List::stream).forEach(right -> once.putIfAbsent(key(right), right));
    return once.values().stream();
  }

  private static String key(Right right) {
    return right + " " + right.sinceMinor();
  }

  private static List<Right> ofKinds(
      Predicate<WorkloadKind> which, Function<WorkloadKind, Worth> worth) {
    return Arrays.stream(WorkloadKind.values())
        .filter(which)
        .flatMap(kind -> ofKind(kind, worth.apply(kind)).stream())
        .toList();
  }

  private static List<Right> ofKind(WorkloadKind kind, Worth worth) {
    Rule workloads = new Rule(worth, kind.group(), kind.plural(), ALWAYS);
    Rule pods = new Rule(worth, CORE, "pods", ALWAYS);
    return switch (kind) {
      case DEPLOYMENT -> workloads.verbs("get", "list", "watch", "patch");
      case STATEFUL_SET ->
          Stream.of(
                  workloads.verbs("get", "list", "watch", "patch"),
                  stalledPods().verbs("delete"),
                  history().verbs("list", "delete"))
              .flatMap(List::stream)
              .toList();
      case DAEMON_SET ->
          Stream.of(
                  workloads.verbs("get", "list", "watch", "patch"),
                  history().verbs("list", "delete"))
              .flatMap(List::stream)
              .toList();
      case REPLICA_SET ->
          Stream.of(workloads.verbs("get", "list", "watch", "patch"), pods.verbs("delete"))
              .flatMap(List::stream)
              .toList();
      case POD -> pods.verbs("get", "create", "patch", "delete");
    };
  }

  private static Rule stalledPods() {
    return useful(
        "a pod that is not ready keeps Kubernetes from replacing a StatefulSet's pods, at the end as"
            + " at the beginning, until somebody deletes it",
        CORE,
        "pods");
  }

  private static Rule history() {
    return useful(
        "a StatefulSet's or DaemonSet's history keeps an entry that runs an agent",
        APPS,
        "controllerrevisions");
  }

  private record Rule(Worth worth, String group, String resource, int sinceMinor) {
    Rule since(int minorVersion) {
      return new Rule(worth, group, resource, minorVersion);
    }

    List<Right> verbs(String... verbs) {
      return Arrays.stream(verbs)
          .map(verb -> new Right(verb, group, resource, worth, sinceMinor))
          .toList();
    }
  }

  private static Rule needed(String purpose, String group, String resource) {
    return new Rule(new Worth.Needed(purpose), group, resource, ALWAYS);
  }

  private static Rule useful(String cost, String group, String resource) {
    return new Rule(new Worth.Useful(cost), group, resource, ALWAYS);
  }

  private static List<Right> forReaper(String group, String resource) {
    return useful("nobody in the cluster undoes a session whose machine vanished", group, resource)
        .verbs("create");
  }

  private static Rule toReadVariables() {
    return useful(
        "variables of the original's image are not known (cat is run in its container, but RBAC"
            + " cannot say so little)",
        CORE,
        PODS_EXEC);
  }

  private static List<Right> notWarned(String of, String group, String resource) {
    return useful("nobody is warned of " + of, group, resource).verbs("list");
  }
}
