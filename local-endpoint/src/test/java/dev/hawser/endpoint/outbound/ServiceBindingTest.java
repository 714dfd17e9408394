package dev.hawser.endpoint.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceBindingTest {
  private final EventLoop loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static ClusterService service(int... ports) {
    return new ClusterService(
        "stock",
        "shop",
        Arrays.stream(ports)
            .mapToObj(port -> new ClusterService.Port(Optional.empty(), port))
            .toList());
  }

  private ServiceBinding binding(String address, int... ports) throws Exception {
    return new ServiceBinding(
        service(ports),
        InetAddress.getByName(address),
        new ServiceBinding.Listening(loop, () -> null, Set.of()));
  }

  @Test
  void anAddressThatTheMachineHasNotIsGivenUp() throws Exception {
    assertThat(binding("192.0.2.1", 18080).bindRealPorts()).isFalse();
    assertThat(binding("192.0.2.1", 80).bindOtherPorts("x")).isFalse();
  }

  @Test
  void aPortInUseIsReplacedByAnotherAndTheOthersStayReal() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.99.1.1"))) {
      int free;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.99.1.1"))) {
        free = socket.getLocalPort();
      }
      ServiceBinding binding = binding("127.99.1.1", free, taken.getLocalPort());

      assertThat(binding.bindRealPorts()).isTrue();

      assertThat(binding.lacksAPortInUse()).isTrue();
      List<PublishedService.Port> ports = binding.published().ports();
      assertThat(ports.get(0).bound()).isEqualTo(free);
      assertThat(ports.get(1).bound()).isNotEqualTo(taken.getLocalPort());
      assertThat(ports.get(1).whyOther()).hasValue("another process listens on it");
    }
  }

  @Test
  void whereAllServicesShareAnAddressEachHasPortsOfItsOwn() throws Exception {
    ServiceBinding one = binding("127.0.0.1", 80);
    ServiceBinding two = binding("127.0.0.1", 80);

    assertThat(one.bindOtherPorts("shared")).isTrue();
    assertThat(two.bindOtherPorts("shared")).isTrue();

    assertThat(one.published().ports().getFirst().bound())
        .isNotEqualTo(two.published().ports().getFirst().bound());
    assertThat(one.published().ports().getFirst().whyOther()).hasValue("shared");
  }

  @Test
  void aServiceThatChangesItsPortsKeepsTheListenersOfThoseThatStay() throws Exception {
    List<Integer> free = freePorts(3);
    ServiceBinding binding = binding("127.99.1.2", free.get(0), free.get(1));
    assertThat(binding.bindRealPorts()).isTrue();
    try (Socket live = new Socket("127.99.1.2", free.get(0))) {
      binding.follow(service(free.get(0), free.get(2)));

      assertThat(binding.published().ports().stream().map(PublishedService.Port::bound))
          .containsExactly(free.get(0), free.get(2));
      assertThat(live.isConnected()).isTrue();
      assertRefused(free.get(1));
    }
    binding.close();
    assertRefused(free.get(0));
  }

  private static void assertRefused(int port) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> new Socket("127.99.1.2", port).close())
                    .isInstanceOf(ConnectException.class));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.99.1.2")));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
