package dev.hawser.cluster.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ClusterFailuresTest {
  private final ClusterFailures failures = new ClusterFailures("https://api:6443/");

  @Test
  void aServerThatDoesNotAnswerIsUnreachableAndNamed() {
    for (IOException cause :
        new IOException[] {
          new ConnectException("refused"),
          new UnknownHostException("api"),
          new SSLHandshakeException("no path")
        }) {
      Failure failure = told(new KubernetesClientException("An error has occurred.", cause));

      assertThat(failure.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN);
      assertThat(failure.what()).contains("https://api:6443/");
    }
  }

  @Test
  void aMissingRightIsToldInTheServersWords() {
    Failure failure = told(answered(403, "deployments is forbidden:\ncannot patch"));

    assertThat(failure.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN);
    assertThat(failure.what())
        .isEqualTo("could not patch deploy/a: deployments is forbidden: cannot patch");
  }

  @Test
  void refusedCredentialsAreToldAsSuch() {
    assertThat(told(answered(401, "Unauthorized")).what()).contains("does not accept");
  }

  @Test
  void whatAdmissionRefusesIsAboutTheTarget() {
    assertThat(told(answered(422, "invalid image")).kind())
        .isEqualTo(FailureKind.TARGET_UNSUITABLE);
  }

  @Test
  void theServersWordsAreBounded() {
    assertThat(told(answered(403, "x".repeat(100_000))).what().length()).isLessThan(1000);
  }

  private Failure told(KubernetesClientException e) {
    return failures.failure("patch deploy/a", e).failure();
  }

  private static KubernetesClientException answered(int code, String message) {
    return new KubernetesClientException(
        "Failure", code, new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
