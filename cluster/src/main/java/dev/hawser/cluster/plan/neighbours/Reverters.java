package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Who keeps the workload as something else says it shall be, and so may put the original back in
/// the middle of a session. Known by the labels and annotations that they put on what is theirs.
final class Reverters {
  private static final String ARGO_ID = "argocd.argoproj.io/tracking-id";
  private static final String ARGO_LABEL = "argocd.argoproj.io/instance";
  private static final String FLUX = "kustomize.toolkit.fluxcd.io/";
  private static final String FLUX_HELM = "helm.toolkit.fluxcd.io/";
  private static final String CONFIG_SYNC = "configmanagement.gke.io/managed";

  private Reverters() {}

  static Stream<String> warnings(Scene scene) {
    return Stream.concat(
        Stream.of(argo(scene), flux(scene), fluxHelm(scene), configSync(scene))
            .flatMap(Optional::stream),
        controllers(scene));
  }

  private static Optional<String> argo(Scene scene) {
    return mark(scene, ARGO_ID)
        .map(id -> id.substring(0, Math.max(id.indexOf(':'), 0)))
        .or(() -> mark(scene, ARGO_LABEL))
        .map(
            application ->
                ("Argo CD application %1$s is OutOfSync during the session, and puts the original back"
                        + " at its next sync, with self-heal at once; to pause it: argocd app set %1$s"
                        + " --sync-policy none")
                    .formatted(application));
  }

  private static Optional<String> flux(Scene scene) {
    if (mark(scene, FLUX + "reconcile").filter("disabled"::equals).isPresent()) {
      return Optional.empty();
    }
    return mark(scene, FLUX + "name")
        .map(
            name ->
                ("Flux's Kustomization %1$s puts the original back at its next interval; to pause it:"
                        + " flux suspend kustomization %1$s -n %2$s")
                    .formatted(name, mark(scene, FLUX + "namespace").orElse("flux-system")));
  }

  private static Optional<String> fluxHelm(Scene scene) {
    return mark(scene, FLUX_HELM + "name")
        .map(
            name ->
                ("Flux's HelmRelease %1$s puts the original back at its next upgrade, or where it"
                        + " corrects drift; to pause it: flux suspend helmrelease %1$s -n %2$s")
                    .formatted(name, mark(scene, FLUX_HELM + "namespace").orElse("flux-system")));
  }

  private static Optional<String> configSync(Scene scene) {
    return mark(scene, CONFIG_SYNC)
        .filter("enabled"::equals)
        .map(
            on ->
                "Config Sync puts the original back within minutes; to pause it: kubectl -n %s annotate %s %s=disabled --overwrite"
                    .formatted(scene.workload().namespace(), scene.workload(), CONFIG_SYNC));
  }

  private static Stream<String> controllers(Scene scene) {
    return scene
        .metadata()
        .path("ownerReferences")
        .valueStream()
        .filter(owner -> owner.path("controller").asBoolean())
        .map(
            owner ->
                "%s/%s controls %s and may put the original back"
                    .formatted(
                        owner.path("kind").asText(),
                        owner.path("name").asText(),
                        scene.workload()));
  }

  private static Optional<String> mark(Scene scene, String key) {
    return Stream.of("annotations", "labels")
        .map(where -> scene.metadata().path(where).path(key))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(Objects::nonNull)
        .findFirst();
  }
}
