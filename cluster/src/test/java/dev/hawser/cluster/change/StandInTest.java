package dev.hawser.cluster.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandInTest {
  private final WorkloadJson lone = Patched.sample(WorkloadKind.POD, "lone");
  private final ObjectNode manifest = standIn(lone).manifest();

  @Test
  void itHasTheLabelsAndTheHostnameOfTheOriginalAndANameOfItsOwn() {
    assertThat(manifest.at("/metadata/name").asText()).isEqualTo("lone-hawser-s1");
    assertThat(manifest.at("/metadata/labels/app").asText()).isEqualTo("lone");
    assertThat(manifest.at("/metadata/annotations/team").asText()).isEqualTo("orders");
    assertThat(manifest.at("/spec/hostname").asText()).isEqualTo("lone");
    assertThat(manifest.at("/spec/serviceAccountName").asText()).isEqualTo("orders");
  }

  @Test
  void theAgentIsInTheContainersPlaceAndTheOtherContainerStays() {
    JsonNode containers = manifest.at("/spec/containers");

    assertThat(containers.get(0).get("image").asText()).isEqualTo("hawser.dev/agent:0.1.0");
    assertThat(containers.get(0).has("command")).isFalse();
    assertThat(containers.get(1).get("image").asText()).isEqualTo("side:1");
  }

  @Test
  void whatTheServerAndTheNodeWriteIsNotAskedFor() {
    for (String path :
        List.of(
            "/metadata/uid",
            "/metadata/resourceVersion",
            "/metadata/creationTimestamp",
            "/metadata/managedFields",
            "/spec/nodeName",
            "/status")) {
      assertThat(manifest.at(path).isMissingNode()).as(path).isTrue();
    }
    assertThat(manifest.toString()).doesNotContain("kube-api-access", "cni.projectcalico");
    assertThat(manifest.at("/spec/containers").get(1).has("volumeMounts")).isFalse();
    assertThat(manifest.at("/spec/volumes")).hasSize(1);
  }

  @Test
  void itsRecordMakesTheVeryOriginalAgain() {
    PodRecord record = PodRecord.of(new WorkloadJson(WorkloadKind.POD, manifest));

    assertThat(record.session().workload()).isEqualTo(lone.workload());
    assertThat(record.uid()).isEqualTo("u-4");
    ObjectNode expected = lone.root().deepCopy();
    expected.remove("status");
    expected
        .withObject("/metadata")
        .remove(
            List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
    expected.withObject("/metadata/annotations").remove("cni.projectcalico.org/podIP");
    ((ObjectNode) expected.at("/spec")).remove("nodeName");
    expected.withArray("/spec/volumes").remove(1);
    ((ArrayNode) expected.at("/spec/containers").get(0).get("volumeMounts")).remove(1);
    ((ObjectNode) expected.at("/spec/containers").get(1)).remove("volumeMounts");
    assertThat(record.manifest()).isEqualTo(expected);
    assertThat(PodManifest.isMade(lone.root(), record.manifest())).isTrue();
  }

  @Test
  void anAgentThatDiesIsStartedAgainWhateverThePodsOwnPolicy() {
    assertThat(manifest.at("/spec/restartPolicy").asText()).isEqualTo("OnFailure");
  }

  @Test
  void aLongNameIsCutToWhatAPodMayBeCalled() {
    String longest = "a".repeat(240) + ".b" + "c".repeat(11);

    assertThat(StandInName.of(longest, "k7d2m9x4pa", 1))
        .hasSizeLessThanOrEqualTo(253)
        .endsWith("-hawser-k7d2m9x4pa");
    assertThat(StandInName.of("x", "s1", 3)).isEqualTo("x-hawser-s1-3");
  }

  private static StandIn standIn(WorkloadJson pod) {
    return StandIn.of(pod, Requests.target(pod), Requests.session("s1"));
  }
}
