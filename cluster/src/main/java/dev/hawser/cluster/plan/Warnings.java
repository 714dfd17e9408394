package dev.hawser.cluster.plan;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What else acts on a Deployment and may disturb a session, or be disturbed by it. Pure.
public final class Warnings {
  /// Labels and annotations by which others say that a Deployment is theirs.
  private static final Map<String, String> TRACKERS =
      Map.of(
          "argocd.argoproj.io/tracking-id", "Argo CD",
          "argocd.argoproj.io/instance", "Argo CD",
          "kustomize.toolkit.fluxcd.io/name", "Flux",
          "helm.toolkit.fluxcd.io/name", "Flux",
          "configsync.gke.io/managed", "Config Sync",
          "configmanagement.gke.io/managed", "Config Sync");

  private Warnings() {}

  public static List<String> about(Deployment deployment, List<HorizontalPodAutoscaler> scalers) {
    List<String> warnings = new ArrayList<>();
    ObjectMeta meta = deployment.getMetadata();
    Stream.of(keys(meta.getLabels()), keys(meta.getAnnotations()))
        .flatMap(List::stream)
        .map(TRACKERS::get)
        .filter(Objects::nonNull)
        .distinct()
        .map(
            tracker ->
                tracker
                    + " keeps this Deployment in step with its source and may revert the change")
        .forEach(warnings::add);
    meta.getOwnerReferences().stream()
        .filter(owner -> Objects.equals(owner.getController(), true))
        .map(
            owner ->
                "%s/%s controls this Deployment and may revert the change"
                    .formatted(owner.getKind(), owner.getName()))
        .forEach(warnings::add);
    scalers.stream()
        .filter(scaler -> scales(scaler, meta.getName()))
        .map(
            scaler ->
                "HorizontalPodAutoscaler %s may change the number of agents"
                    .formatted(scaler.getMetadata().getName()))
        .forEach(warnings::add);
    if (deployment.getSpec().getStrategy() != null
        && "Recreate".equals(deployment.getSpec().getStrategy().getType())) {
      warnings.add("its strategy is Recreate: the originals stop before the agents start");
    }
    return List.copyOf(warnings);
  }

  private static boolean scales(HorizontalPodAutoscaler scaler, String deployment) {
    return scaler.getSpec().getScaleTargetRef().getKind().equals("Deployment")
        && scaler.getSpec().getScaleTargetRef().getName().equals(deployment);
  }

  private static List<String> keys(@Nullable Map<String, String> map) {
    return map == null ? List.of() : List.copyOf(map.keySet());
  }
}
