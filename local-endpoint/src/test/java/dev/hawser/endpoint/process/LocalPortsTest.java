package dev.hawser.endpoint.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPortsTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void theHolderOfAPortIsNamed(String address) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      assertThat(LocalPorts.holder(socket.getLocalPort()))
          .hasValueSatisfying(
              holder -> {
                assertThat(holder.pid()).hasValue(ProcessHandle.current().pid());
                assertThat(holder.toString()).contains("java", "(pid ");
              });
    }
  }

  @Test
  void aPortOnAnotherLoopbackAddressIsFree() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.77.0.1"))) {
      assertThat(LocalPorts.holder(socket.getLocalPort())).isEmpty();
    }
  }

  @Test
  void aPortThatNobodyListensOnIsFree() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(LocalPorts.holder(port)).isEmpty();
  }
}
