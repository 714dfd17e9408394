package dev.hawser.endpoint.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackAddressesTest {

  private static ClusterService service(String name, String namespace) {
    return new ClusterService(name, namespace, List.of());
  }

  @Test
  void aServiceHasTheSameAddressInEverySession() {
    ClusterService stock = service("stock", "shop");
    ClusterService front = service("front", "shop");

    Map<ClusterService, Inet4Address> one =
        new LoopbackAddresses("kind").assign(List.of(stock, front));
    Map<ClusterService, Inet4Address> other =
        new LoopbackAddresses("kind").assign(List.of(front, stock));

    assertThat(other).containsExactlyInAnyOrderEntriesOf(one);
    assertThat(new LoopbackAddresses("kind").assign(List.of(stock)).get(stock))
        .isEqualTo(one.get(stock));
  }

  @Test
  void clustersNamespacesAndNamesAreToldApart() {
    assertThat(
            List.of(
                only("kind", service("a", "b")),
                only("prod", service("a", "b")),
                only("kind", service("b", "a")),
                only("kind", service("a", "bb"))))
        .doesNotHaveDuplicates();
  }

  private static Inet4Address only(String cluster, ClusterService service) {
    return new LoopbackAddresses(cluster).assign(List.of(service)).values().iterator().next();
  }

  @Test
  void manyServicesHaveAddressesOfTheirOwnOutsideOfWhatOthersUse() {
    List<ClusterService> services =
        IntStream.range(0, 20_000).mapToObj(i -> service("s" + i, "shop")).toList();

    Collection<Inet4Address> addresses = new LoopbackAddresses("kind").assign(services).values();

    assertThat(addresses).hasSize(20_000).doesNotHaveDuplicates();
    assertThat(addresses)
        .allSatisfy(
            address -> {
              byte[] bytes = address.getAddress();
              assertThat(bytes[0]).isEqualTo((byte) 127);
              assertThat(bytes[1] & 0xff).isBetween(1, 254);
              assertThat(bytes[3] & 0xff).isBetween(1, 254);
            });
  }

  @Test
  void theNextAddressIsFreeToo() {
    LoopbackAddresses addresses = new LoopbackAddresses("kind");
    Inet4Address first = addresses.assign(List.of(service("a", "b"))).values().iterator().next();

    Inet4Address second = addresses.next(first);
    Inet4Address third = addresses.next(first);

    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
  }
}
