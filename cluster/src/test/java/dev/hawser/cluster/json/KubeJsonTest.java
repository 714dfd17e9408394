package dev.hawser.cluster.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

class KubeJsonTest {
  private static final JsonNode POD =
      KubeJson.parse(
          """
          {"apiVersion": "v1", "kind": "Pod",
           "metadata": {"name": "orders-1", "managedFields": [{"manager": "kubectl"}]},
           "spec": {
             "containers": [{
               "name": "orders",
               "ports": [{"containerPort": 8080}],
               "readinessProbe": {"httpGet": {"path": "/", "port": 8080}},
               "resources": {"limits": {"memory": "64Mi"}}}],
             "tolerations": [{"key": "dedicated", "operator": "Exists"}],
             "volumes": [{"name": "data", "emptyDir": {}}],
             "fieldOfTheNextVersion": {"a": 1}}}
          """);

  @Test
  void whatIsNotLookedAtIsWrittenAsItWasRead() {
    Pod pod = KubeJson.as(Pod.class, POD);

    assertThat(pod.getSpec().getContainers().getFirst().getPorts().getFirst().getContainerPort())
        .isEqualTo(8080);
    assertThat(KubeJson.tree(pod)).isEqualTo(POD);
  }

  @Test
  void typesThatNobodyAsksForAreNotLearnt() {
    Pod pod = KubeJson.as(Pod.class, POD);

    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getAdditionalProperties())
        .containsKeys("volumes", "tolerations", "fieldOfTheNextVersion");
  }

  @Test
  void anObjectWhoseKindIsNotSaidInCodeIsAGenericOne() {
    assertThat(KubeJson.SERIALIZATION.unmarshal(POD.toString(), HasMetadata.class))
        .isInstanceOf(GenericKubernetesResource.class);
  }
}
