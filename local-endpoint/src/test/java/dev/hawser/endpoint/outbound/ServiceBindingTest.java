package dev.hawser.endpoint.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  private ServiceBinding binding(String address, int... ports) throws Exception {
    List<ClusterService.Port> all =
        Arrays.stream(ports)
            .mapToObj(port -> new ClusterService.Port(Optional.empty(), port))
            .toList();
    return new ServiceBinding(
        new ClusterService("stock", "shop", all),
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
}
