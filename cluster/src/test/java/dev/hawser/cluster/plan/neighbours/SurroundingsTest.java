package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Images, volumes, networks, meshes and budgets around a pod.
class SurroundingsTest {
  @Test
  void anImageOfARegistryThatThePodDoesNotUseYetIsWarnedOf() {
    assertThat(Scenes.plain().image("private.example/agent:1").warnings())
        .singleElement()
        .asString()
        .contains("private.example", "pull secrets (none)");
    assertThat(Scenes.plain().image("registry.example/tools/agent:1").warnings()).isEmpty();
  }

  @Test
  void aVolumeOfThePodsOwnIsWarnedOfAndOthersAreNot() {
    assertThat(
            Scenes.with(
                    "/spec/template/spec",
                    "{volumes: [{name: work, ephemeral: {}}, {name: conf, configMap: {}}]}")
                .warnings())
        .singleElement()
        .asString()
        .startsWith("volume work is made anew for every pod");
  }

  @Test
  void aPolicyThatLimitsWhatThePodsCallIsNamedAndOneOfOtherPodsIsNot() {
    assertThat(
            Scenes.plain()
                .beside(
                    NeighbourKind.NETWORK_POLICY,
                    policy("mine", "{matchLabels: {app: orders}}", "Egress"),
                    policy("every", "{}", "Egress"),
                    policy("in", "{}", "Ingress"),
                    policy("other", "{matchLabels: {app: stock}}", "Egress"),
                    policy(
                        "not",
                        "{matchExpressions: [{key: app, operator: NotIn, values: [orders]}]}",
                        "Egress"))
                .warnings())
        .hasSize(2)
        .anyMatch(warning -> warning.startsWith("NetworkPolicy mine limits what the pods may call"))
        .anyMatch(warning -> warning.startsWith("NetworkPolicy every"));
  }

  @Test
  void aPolicyForWhatComesInMattersOnlyToAgentsThatAreDialledStraight() {
    Scenes scenes =
        Scenes.plain().beside(NeighbourKind.NETWORK_POLICY, policy("in", "{}", "Ingress"));
    assertThat(scenes.warnings()).isEmpty();
    assertThat(scenes.direct().warnings())
        .containsExactly("NetworkPolicy in may keep this machine from dialling agents straight");
  }

  @Test
  void aMeshInTheTemplateIsNamed() {
    assertThat(
            Scenes.with(
                    "/spec/template/spec",
                    "{initContainers: [{name: linkerd-proxy, restartPolicy: Always}]}")
                .warnings())
        .containsExactly("Linkerd's timeouts and retries go on while you stop at a breakpoint");
  }

  @Test
  void aBudgetOfThesePodsIsNamed() {
    assertThat(
            Scenes.plain()
                .beside(
                    NeighbourKind.DISRUPTION_BUDGET,
                    "{metadata: {name: b}, spec: {selector: {matchExpressions: [{key: app, operator:"
                        + " In, values: [orders]}]}}}",
                    "{metadata: {name: c}, spec: {selector: {matchExpressions: [{key: app, operator:"
                        + " DoesNotExist}]}}}")
                .warnings())
        .singleElement()
        .asString()
        .startsWith("PodDisruptionBudget b ");
  }

  private static String policy(String name, String selector, String type) {
    return "{metadata: {name: %s}, spec: {podSelector: %s, policyTypes: [%s]}}"
        .formatted(name, selector, type);
  }
}
