package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/// Who changes the number of pods, or what they get. What they change is left to them: the undo
/// does not touch it.
final class Autoscalers {
  private static final String KEDA = "scaledobject.keda.sh/name";

  private Autoscalers() {}

  static Stream<String> warnings(Scene scene) {
    return Stream.of(horizontal(scene), vertical(scene), keda(scene)).flatMap(one -> one);
  }

  private static Stream<String> horizontal(Scene scene) {
    return scene.neighbours().all(NeighbourKind.AUTOSCALER).stream()
        .filter(scaler -> means(scaler.at("/spec/scaleTargetRef"), scene))
        .filter(scaler -> !scaler.at("/metadata/labels").has(KEDA))
        .map(
            scaler ->
                "HorizontalPodAutoscaler %s may start up to %d agents or leave %d%s"
                    .formatted(
                        Scene.name(scaler),
                        scaler.at("/spec/maxReplicas").asInt(),
                        scaler.at("/spec/minReplicas").asInt(1),
                        goesByRequests(scaler)
                            ? ": it compares use with requests, of which an agent has few"
                            : ", for it goes by what agents use"));
  }

  private static boolean goesByRequests(JsonNode scaler) {
    return scaler
        .at("/spec/metrics")
        .valueStream()
        .map(
            metric ->
                metric.path(
                    metric.path("type").asText().equals("Resource")
                        ? "resource"
                        : "containerResource"))
        .anyMatch(metric -> metric.path("target").path("type").asText().equals("Utilization"));
  }

  private static Stream<String> vertical(Scene scene) {
    return scene.neighbours().all(NeighbourKind.VERTICAL_AUTOSCALER).stream()
        .filter(scaler -> means(scaler.at("/spec/targetRef"), scene))
        .filter(scaler -> !scaler.at("/spec/updatePolicy/updateMode").asText().equals("Off"))
        .map(
            scaler ->
                "VerticalPodAutoscaler %s may change agents' resources and evict agents, which are linked again"
                    .formatted(Scene.name(scaler)));
  }

  private static Stream<String> keda(Scene scene) {
    return scene.neighbours().all(NeighbourKind.SCALED_OBJECT).stream()
        .filter(scaled -> means(scaled.at("/spec/scaleTargetRef"), scene))
        .map(
            scaled ->
                ("KEDA's ScaledObject %1$s may change the number of agents%2$s; to pause it: kubectl -n"
                        + " %3$s annotate scaledobject %1$s autoscaling.keda.sh/paused=true")
                    .formatted(
                        Scene.name(scaled),
                        scaled.at("/spec/minReplicaCount").asInt(0) == 0 ? ", even to none" : "",
                        scene.workload().namespace()));
  }

  private static boolean means(JsonNode reference, Scene scene) {
    return reference.path("name").asText().equals(scene.workload().name())
        && reference.path("kind").asText("Deployment").equals(scene.workload().kind().kind());
  }
}
