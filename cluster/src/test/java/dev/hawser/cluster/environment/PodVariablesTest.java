package dev.hawser.cluster.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PodVariablesTest {
  private static Container container(String env) {
    return Serialization.unmarshal("name: orders\nenv: [" + env + "]", Container.class);
  }

  @Test
  void whatRefersToThePodsFieldsTellsOfThePodToo() {
    assertThat(
            PodVariables.names(
                container(
                    """
                    {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}},
                    {name: URL, value: "http://$(POD_IP):8080"},
                    {name: CALLBACK, value: "$(URL)/back"},
                    {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}},
                    {name: PLAIN, value: "$(OTHER) POD_IP"}
                    """)))
        .containsExactlyInAnyOrder("HOSTNAME", "POD_IP", "URL", "CALLBACK");
  }

  @Test
  void aHostNameThatTheManifestGivesIsTheApplicationsOwn() {
    assertThat(PodVariables.names(container("{name: HOSTNAME, value: orders}"))).isEmpty();
  }

  @Test
  void memoryThatAProgramHasOverwrittenIsNoEnvironment() {
    assertThat(ContainerEnviron.isWhole("A=1\0B=two\nlines\0".getBytes(UTF_8))).isTrue();
    assertThat(ContainerEnviron.isWhole("EMPTY=\0".getBytes(UTF_8))).isTrue();
    assertThat(ContainerEnviron.isWhole("nginx: master\0A=1\0".getBytes(UTF_8))).isFalse();
    assertThat(ContainerEnviron.isWhole("A=1\0B=cut of".getBytes(UTF_8))).isFalse();
    assertThat(ContainerEnviron.isWhole(new byte[0])).isFalse();
  }
}
