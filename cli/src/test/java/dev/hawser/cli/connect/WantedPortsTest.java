package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.environment.Environment.Scope;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.names.NameWish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedPortsTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTakenPortIsToldWithItsHolderAndWhyThatIsNotEnded(boolean freePorts) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(
              () ->
                  new WantedPorts(List.of(new InboundPort(80, port)))
                      .check(request(freePorts), _ -> {}))
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

  private static ConnectRequest request(boolean freePorts) {
    return new ConnectRequest(
        TargetName.service("orders"),
        Optional.empty(),
        List.of(),
        freePorts,
        "image",
        new EnvironmentRequest(Optional.empty(), Scope.APPLICATION),
        List.of(),
        OptionalInt.empty(),
        Duration.ZERO,
        Duration.ZERO,
        false,
        false,
        1,
        Optional.empty(),
        NameWish.AUTO,
        List.of(),
        true,
        Duration.ZERO,
        List.of(),
        new ChildSettings(Path.of("/"), Map.of(), OptionalInt.empty(), Overrides.NONE));
  }
}
