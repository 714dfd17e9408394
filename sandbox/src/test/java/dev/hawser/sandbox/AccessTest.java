package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may do what, and where.
class AccessTest extends SandboxFixture {
  AccessTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  @Test
  void whatIsDeniedIsReviewedSoAndRefused() {
    ConfigMap denied =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("hawser-sandbox-denied")
            .withNamespace("kube-system")
            .endMetadata()
            .withData(Map.of("rules", "patch deployments " + namespace + "\ncreate pods/exec *"))
            .build();
    deploy("orders", 1);
    cluster.resource(denied).create();
    try {
      assertThat(isAllowed("patch", "deployments")).isFalse();
      assertThat(isAllowed("get", "deployments")).isTrue();
      assertThatThrownBy(
              () ->
                  client
                      .apps()
                      .deployments()
                      .withName("orders")
                      .patch(PatchContext.of(PatchType.JSON), "[]"))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(403));
    } finally {
      cluster.resource(denied).delete();
    }
    assertThat(isAllowed("patch", "deployments")).isTrue();
  }

  private boolean isAllowed(String verb, String resource) {
    return client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(
            new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup("apps")
                .withResource(resource)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  @Test
  void nothingIsCreatedInANamespaceThatIsNotThere() {
    assertThatThrownBy(
            () -> cluster.pods().inNamespace("none").resource(Workloads.shell("p", "")).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> {
              assertThat(refusal.getCode()).isEqualTo(404);
              assertThat(refusal.getMessage()).contains("namespaces \"none\" not found");
            });
  }

  @Test
  void aClientWithoutTheTokenIsTurnedAway() {
    Config stranger =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(cluster.getMasterUrl().toString())
            .withTrustCerts(true)
            .withOauthToken("guess")
            .build();
    try (KubernetesClient other = new KubernetesClientBuilder().withConfig(stranger).build()) {
      assertThatThrownBy(() -> other.pods().inAnyNamespace().list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(401));
    }
  }
}
