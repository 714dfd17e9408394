package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RevertersTest {
  @Test
  void aPlainWorkloadIsNothingToWarnOf() {
    assertThat(Scenes.plain().warnings()).isEmpty();
  }

  @Test
  void argoCdIsKnownByItsTrackingIdAndItIsSaidHowToPauseIt() {
    assertThat(annotated("argocd.argoproj.io/tracking-id: 'shop-app:apps/Deployment:shop/orders'"))
        .singleElement()
        .asString()
        .startsWith("Argo CD application shop-app is OutOfSync")
        .endsWith("argocd app set shop-app --sync-policy none");
  }

  @Test
  void argoCdIsKnownByItsLabelToo() {
    assertThat(labelled("argocd.argoproj.io/instance: shop-app"))
        .singleElement()
        .asString()
        .contains("application shop-app", "self-heal");
  }

  @Test
  void fluxIsKnownByItsLabelsAndLeftAloneWhereItIsPaused() {
    String labels =
        "kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: infra";
    assertThat(labelled(labels))
        .singleElement()
        .asString()
        .contains("flux suspend kustomization apps -n infra");
    assertThat(labelled(labels + ", kustomize.toolkit.fluxcd.io/reconcile: disabled")).isEmpty();
  }

  @Test
  void aHelmReleaseOfFluxIsNamed() {
    assertThat(labelled("helm.toolkit.fluxcd.io/name: shop"))
        .singleElement()
        .asString()
        .contains("flux suspend helmrelease shop -n flux-system");
  }

  @Test
  void configSyncIsNamedUnlessItIsPaused() {
    assertThat(annotated("configmanagement.gke.io/managed: enabled")).hasSize(1);
    assertThat(annotated("configmanagement.gke.io/managed: disabled")).isEmpty();
  }

  @Test
  void aControllerOfTheWorkloadIsNamed() {
    assertThat(
            Scenes.with(
                    "/metadata",
                    "{ownerReferences: [{kind: Shop, name: s, controller: true}, {kind: X, name: y}]}")
                .warnings())
        .containsExactly("Shop/s controls deploy/orders and may put the original back");
  }

  private static List<String> annotated(String annotation) {
    return Scenes.with("/metadata", "{annotations: {" + annotation + "}}").warnings();
  }

  private static List<String> labelled(String labels) {
    return Scenes.with("/metadata", "{labels: {" + labels + "}}").warnings();
  }
}
