package dev.hawser.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
  private static final String PLAIN = "---\n{metadata: {name: orders}, spec: {}}";

  @Test
  void aPlainDeploymentIsNothingToWarnOf() {
    assertThat(Warnings.about(deployment(PLAIN), List.of())).isEmpty();
  }

  @Test
  void whoeverMayRevertTheChangeIsNamedOnce() {
    Deployment tracked =
        deployment(
            "---\n{metadata: {name: orders, labels: {argocd.argoproj.io/instance: a}, annotations:"
                + " {argocd.argoproj.io/tracking-id: b}, ownerReferences: [{kind: Shop, name: s,"
                + " controller: true}]}, spec: {}}");

    assertThat(Warnings.about(tracked, List.of()))
        .containsExactly(
            "Argo CD keeps this Deployment in step with its source and may revert the change",
            "Shop/s controls this Deployment and may revert the change");
  }

  @Test
  void anAutoscalerOfThisDeploymentIsNamedAndOneOfAnotherIsNot() {
    assertThat(
            Warnings.about(
                deployment(PLAIN), List.of(scaler("mine", "orders"), scaler("other", "stock"))))
        .containsExactly("HorizontalPodAutoscaler mine may change the number of agents");
  }

  @Test
  void theStrategyRecreateIsWarnedOf() {
    assertThat(
            Warnings.about(
                deployment("---\n{metadata: {name: a}, spec: {strategy: {type: Recreate}}}"),
                List.of()))
        .hasSize(1);
  }

  private static Deployment deployment(String yaml) {
    return Serialization.unmarshal(yaml, Deployment.class);
  }

  private static HorizontalPodAutoscaler scaler(String name, String target) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: %s}, spec: {scaleTargetRef: {kind: Deployment, name: %s}}}"
            .formatted(name, target),
        HorizontalPodAutoscaler.class);
  }
}
