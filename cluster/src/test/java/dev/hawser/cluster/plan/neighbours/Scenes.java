package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.tunnel.security.Fingerprint;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds scenes around the Deployment `orders` in namespace `shop`.
record Scenes(Scene scene) {
  static final String PLAIN =
      """
      metadata: {name: orders, namespace: shop}
      spec:
        replicas: 1
        strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
        template:
          metadata: {labels: {app: orders}}
          spec:
            containers:
            - name: app
              image: registry.example/orders:1
              resources: {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 256Mi}}
      """;

  static Scenes plain() {
    return of(PLAIN);
  }

  static Scenes of(String workload) {
    JsonNode json = json(workload);
    return new Scenes(
        new Scene(
            new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders"),
            "app",
            request("hawser.dev/agent:0.1.0", Optional.empty()),
            json,
            json,
            new Neighbourhood(Map.of()),
            new PodTrial.NotTried()));
  }

  /// The same, with a member of the workload's or the pod's metadata or spec added.
  static Scenes with(String pointer, String yaml) {
    JsonNode json = json(PLAIN);
    json.withObject(pointer).setAll((ObjectNode) json(yaml));
    return of(Serialization.asYaml(json));
  }

  Scenes replicas(int replicas) {
    ObjectNode more = scene.before().deepCopy();
    more.withObject("/spec").put("replicas", replicas);
    return of(Serialization.asYaml(more));
  }

  /// The same object as another kind of workload.
  Scenes kind(WorkloadKind kind) {
    return new Scenes(
        new Scene(
            new Workload(kind, "shop", "orders"),
            scene.container(),
            scene.request(),
            scene.before(),
            scene.after(),
            scene.neighbours(),
            scene.trial()));
  }

  Scenes after(String workload) {
    return new Scenes(
        new Scene(
            scene.workload(),
            scene.container(),
            scene.request(),
            scene.before(),
            json(workload),
            scene.neighbours(),
            scene.trial()));
  }

  Scenes beside(NeighbourKind kind, String... objects) {
    Map<NeighbourKind, List<JsonNode>> all = new EnumMap<>(NeighbourKind.class);
    all.putAll(scene.neighbours().objects());
    all.put(kind, List.of(objects).stream().map(Scenes::json).toList());
    return new Scenes(copy(scene.request(), new Neighbourhood(all), scene.trial()));
  }

  Scenes tried(PodTrial trial) {
    return new Scenes(copy(scene.request(), scene.neighbours(), trial));
  }

  Scenes image(String image) {
    return new Scenes(copy(request(image, Optional.empty()), scene.neighbours(), scene.trial()));
  }

  Scenes direct() {
    return new Scenes(
        copy(
            request("hawser.dev/agent:0.1.0", Optional.of(DirectWay.TO_PODS)),
            scene.neighbours(),
            scene.trial()));
  }

  List<String> warnings() {
    return Neighbours.warnings(scene);
  }

  private Scene copy(PlanRequest request, Neighbourhood neighbours, PodTrial trial) {
    return new Scene(
        scene.workload(),
        scene.container(),
        request,
        scene.before(),
        scene.after(),
        neighbours,
        trial);
  }

  private static PlanRequest request(String image, Optional<DirectWay> direct) {
    return new PlanRequest(
        "s-1",
        "me@here",
        new Fingerprint("sha256:" + "ab".repeat(32)),
        image,
        Instant.EPOCH,
        Duration.ofMinutes(5),
        direct);
  }

  static JsonNode json(String yaml) {
    return Serialization.unmarshal("---\n" + yaml.replaceFirst("^---\n", ""), JsonNode.class);
  }
}
