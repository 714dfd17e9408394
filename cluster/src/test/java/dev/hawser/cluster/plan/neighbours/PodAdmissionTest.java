package dev.hawser.cluster.plan.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class PodAdmissionTest {
  private static final String EXCEEDED = "exceeded quota: small, requested: pods=1";

  @Test
  void whatIsRefusedThoughTheOriginalIsNotIsNoTarget() {
    Scenes scenes = refused("violates PodSecurity \"restricted:latest\"", false);

    assertThat(PodAdmission.refusal(scenes.scene()).orElseThrow().what())
        .isEqualTo(
            "no agent's pod would be made for deploy/orders: violates PodSecurity"
                + " \"restricted:latest\"");
    assertThat(PodAdmission.refusal(scenes.scene()).orElseThrow().kind().exitCode()).isEqualTo(4);
  }

  @Test
  void whatIsRefusedWithTheOriginalMayBeRefusedOnlyToTheUser() {
    Scenes scenes = refused("no bare pods here", true);

    assertThat(PodAdmission.refusal(scenes.scene())).isEmpty();
    assertThat(scenes.warnings()).singleElement().asString().contains("no bare pods here");
  }

  @Test
  void podSecurityIsTheSameForEverybody() {
    assertThat(PodAdmission.refusal(refused("violates PodSecurity: x", true).scene())).isPresent();
  }

  @Test
  void aFullQuotaStopsARolloutThatNeedsOnePodMore() {
    assertThat(PodAdmission.refusal(refused(EXCEEDED, true).scene()).orElseThrow().what())
        .contains(EXCEEDED);
  }

  @Test
  void aFullQuotaIsOnlyWarnedOfWhereOldPodsMayGoFirst() {
    Scenes absent =
        Scenes.with("/spec/strategy/rollingUpdate", "{maxSurge: 1, maxUnavailable: 1}")
            .tried(new PodTrial.Refused(EXCEEDED, true));

    assertThat(PodAdmission.refusal(absent.scene())).isEmpty();
    assertThat(absent.warnings()).singleElement().asString().contains("wait for originals to go");
  }

  @Test
  void whatAdmissionMakesOfTheAgentIsTold() {
    Scenes scenes = Scenes.plain();
    ObjectNode spec = scenes.scene().podSpec().deepCopy();
    ObjectNode agent = (ObjectNode) spec.at("/containers/0");
    agent.put("image", "mirror.example/agent:1");
    agent.set("env", Scenes.json("[{name: JAVA_TOOL_OPTIONS, value: -javaagent:/otel.jar}]"));
    spec.withArray("/containers").add(Scenes.json("{name: istio-proxy, image: proxy}"));

    assertThat(scenes.tried(new PodTrial.Admitted(pod(spec))).warnings())
        .containsExactly(
            "admission changes the agent's image to \"mirror.example/agent:1\"",
            "admission gives the agent's container JAVA_TOOL_OPTIONS, which its JVM obeys, too",
            "admission adds container istio-proxy to agents' pods",
            "Istio's timeouts and retries go on while you stop at a breakpoint");
  }

  @Test
  void whatAdmissionLeavesAsItIsIsNotTold() {
    Scenes scenes = Scenes.plain();

    assertThat(scenes.tried(new PodTrial.Admitted(pod(scenes.scene().podSpec()))).warnings())
        .isEmpty();
  }

  private static JsonNode pod(JsonNode spec) {
    return JsonNodeFactory.instance.objectNode().set("spec", spec);
  }

  private static Scenes refused(String words, boolean originalToo) {
    return Scenes.plain().tried(new PodTrial.Refused(words, originalToo));
  }
}
