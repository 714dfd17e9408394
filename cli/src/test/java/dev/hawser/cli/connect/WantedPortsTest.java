package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedPortsTest {
  @Test
  void aTakenPortIsToldWithItsHolderAndWhyThatIsNotEnded() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(new WantedPorts(List.of(new InboundPort(80, port)))::requireFree)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.LOCAL_PRIVILEGE_OR_PORT);
                assertThat(e.failure().what())
                    .startsWith("local port " + port + " is taken by ")
                    .contains("pid " + ProcessHandle.current().pid(), ", since 20");
                assertThat(e.failure().advice())
                    .contains("this was started by it", "--port LOCAL:80");
              });
    }
  }
}
