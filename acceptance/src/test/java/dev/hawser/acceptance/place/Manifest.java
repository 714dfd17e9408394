package dev.hawser.acceptance.place;

import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;

/// A workload of pods that start at once and do nothing, in front of it a Service of its name. What
/// is not said is as the API server fills it in.
///
/// @param strategy fields of the specification that say how pods are replaced, as JSON; or empty
public record Manifest(
    WorkloadKind kind, String name, int replicas, Company company, String strategy) {
  public static final String MAIN = "main";

  private static final String SLEEPER =
      "\"image\": \"" + Place.SHELL + "\", \"imagePullPolicy\": \"IfNotPresent\", \"command\": ";

  /// Who lives beside the container that is taken.
  public enum Company {
    NOBODY,
    SIDECAR,
    NATIVE_SIDECAR,
    INIT_CONTAINER
  }

  /// Makes it, and waits until all of its pods are ready.
  public Target create(TestNamespace namespace) {
    namespace.createText(service());
    namespace.createText(workload());
    Target target = new Target(namespace, kind, name);
    target.awaitOriginals(replicas);
    return target;
  }

  private String service() {
    return """
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "%s"}, "spec":
          {"selector": {"app": "%s"}, "ports": [{"name": "http", "port": 8080}]}}
        """
        .formatted(name, name);
  }

  private String workload() {
    String head =
        "\"apiVersion\": \"%s\", \"kind\": \"%s\""
            .formatted(kind == WorkloadKind.POD ? "v1" : "apps/v1", kind.kind());
    String labels = "\"labels\": {\"app\": \"%s\"}".formatted(name);
    String metadata =
        "\"metadata\": {\"name\": \"%s\", %s, \"annotations\": {\"example.org/team\": \"shop\"}}"
            .formatted(name, labels);
    if (kind == WorkloadKind.POD) {
      return "{%s, %s, \"spec\": %s}".formatted(head, metadata, podSpec());
    }
    List<String> spec =
        List.of(
            "\"selector\": {\"matchLabels\": {\"app\": \"%s\"}}".formatted(name),
            "\"template\": {\"metadata\": {%s}, \"spec\": %s}".formatted(labels, podSpec()));
    String replicasOrNone =
        kind == WorkloadKind.DAEMON_SET ? "" : "\"replicas\": %d, ".formatted(replicas);
    String more = strategy.isEmpty() ? "" : strategy + ", ";
    return "{%s, %s, \"spec\": {%s%s%s}}"
        .formatted(head, metadata, replicasOrNone, more, String.join(", ", spec));
  }

  private String podSpec() {
    String main =
        "{\"name\": \"%s\", %s[\"sleep\", \"3600\"], \"ports\": [{\"containerPort\": 8080}], \"env\":"
                .formatted(MAIN, SLEEPER)
            + " [{\"name\": \"GREETING\", \"value\": \"hello\"}]}";
    String beside =
        switch (company) {
          case NOBODY -> "";
          case SIDECAR ->
              "{\"name\": \"istio-proxy\", %s[\"sleep\", \"3601\"]}, ".formatted(SLEEPER);
          case NATIVE_SIDECAR, INIT_CONTAINER -> "";
        };
    String before =
        switch (company) {
          case NOBODY, SIDECAR -> "";
          case NATIVE_SIDECAR ->
              "\"initContainers\": [{\"name\": \"native\", \"restartPolicy\": \"Always\", %s[\"sleep\", \"3602\"]}], "
                  .formatted(SLEEPER);
          case INIT_CONTAINER ->
              "\"initContainers\": [{\"name\": \"first\", %s[\"true\"]}], ".formatted(SLEEPER);
        };
    return "{\"terminationGracePeriodSeconds\": 1, %s\"containers\": [%s%s]}"
        .formatted(before, beside, main);
  }

  /// Deletes it with its Service.
  public void delete(TestNamespace namespace) {
    new Target(namespace, kind, name).delete();
    namespace.place().client().services().inNamespace(namespace.name()).withName(name).delete();
  }
}
