package dev.hawser.sandbox;

import static dev.hawser.sandbox.Workloads.PORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// Ways to a pod: through its Service and through the API server.
class ServicesTest extends SandboxFixture {
  ServicesTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  @Test
  void aServiceForwardsToItsReadyPodsInTurn() throws IOException {
    Service service = client.resource(Workloads.service("stock")).create();
    String address = service.getSpec().getClusterIP() + ":" + PORT;
    assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class);
    deploy("stock", 2);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        client
                            .endpoints()
                            .withName("stock")
                            .get()
                            .getSubsets()
                            .getFirst()
                            .getAddresses())
                    .hasSize(2));
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              String answers = get(address) + get(address);
              assertThat(pods())
                  .allSatisfy(pod -> assertThat(answers).contains(pod.getMetadata().getName()));
            });
    client.apps().deployments().withName("stock").scale(0);
    await()
        .untilAsserted(
            () -> assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class));
  }

  @Test
  void aPortIsForwardedBothWays() throws IOException {
    deploy("stock", 1);
    String pod = pods().getFirst().getMetadata().getName();
    try (LocalPortForward forward = client.pods().withName(pod).portForward(PORT)) {
      assertThat(get("127.0.0.1:" + forward.getLocalPort())).contains(pod);
    }
  }

  @Test
  void aRefusedForwardEndsTheConnection() throws IOException {
    run(Workloads.shell("idle", "sleep 100"));
    try (LocalPortForward forward = client.pods().withName("idle").portForward(9);
        Socket socket = new Socket("127.0.0.1", forward.getLocalPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
