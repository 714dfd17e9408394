package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {

  private static PublishedService stock(String namespace) throws UnknownHostException {
    return new PublishedService(
        new ClusterService(
            "big-stock",
            namespace,
            List.of(
                new ClusterService.Port(Optional.of("http"), 80),
                new ClusterService.Port(Optional.of("http-admin"), 9000))),
        InetAddress.getByName("127.9.8.7"),
        List.of(
            new PublishedService.Port(Optional.of("http"), 80, 41000, Optional.of("privilege")),
            new PublishedService.Port(Optional.of("http-admin"), 9000, 9000, Optional.empty())));
  }

  private static Map<String, String> local(Map<String, String> container)
      throws UnknownHostException {
    return Environment.of(container)
        .forLocalProcess("shop", List.of(stock("shop")), Optional.empty())
        .variables();
  }

  @Test
  void bothFamiliesOfTheKubeletLeadToTheLocalListeners() throws Exception {
    assertThat(
            local(
                Map.of(
                    "BIG_STOCK_SERVICE_HOST", "10.96.0.7",
                    "BIG_STOCK_SERVICE_PORT", "80",
                    "BIG_STOCK_PORT", "tcp://10.96.0.7:80",
                    "BIG_STOCK_PORT_80_TCP", "tcp://10.96.0.7:80")))
        .containsOnly(
            entry("BIG_STOCK_SERVICE_HOST", "127.9.8.7"),
            entry("BIG_STOCK_SERVICE_PORT", "41000"),
            entry("BIG_STOCK_SERVICE_PORT_HTTP", "41000"),
            entry("BIG_STOCK_SERVICE_PORT_HTTP_ADMIN", "9000"),
            entry("BIG_STOCK_PORT", "tcp://127.9.8.7:41000"),
            entry("BIG_STOCK_PORT_80_TCP", "tcp://127.9.8.7:41000"),
            entry("BIG_STOCK_PORT_80_TCP_PROTO", "tcp"),
            entry("BIG_STOCK_PORT_80_TCP_PORT", "41000"),
            entry("BIG_STOCK_PORT_80_TCP_ADDR", "127.9.8.7"),
            entry("BIG_STOCK_PORT_9000_TCP", "tcp://127.9.8.7:9000"),
            entry("BIG_STOCK_PORT_9000_TCP_PROTO", "tcp"),
            entry("BIG_STOCK_PORT_9000_TCP_PORT", "9000"),
            entry("BIG_STOCK_PORT_9000_TCP_ADDR", "127.9.8.7"));
  }

  @Test
  void hostsAndPortsAreAddedForAServiceThatTheContainerWasNotToldOf() throws Exception {
    assertThat(local(Map.of()))
        .containsEntry("BIG_STOCK_SERVICE_HOST", "127.9.8.7")
        .containsEntry("BIG_STOCK_SERVICE_PORT", "41000")
        .doesNotContainKey("BIG_STOCK_PORT");
  }

  @Test
  void linksAreAddedWhereTheContainerHasOthers() throws Exception {
    assertThat(local(Map.of("OTHER_PORT_80_TCP", "tcp://10.96.0.9:80")))
        .containsEntry("BIG_STOCK_PORT", "tcp://127.9.8.7:41000")
        .containsEntry("OTHER_PORT_80_TCP", "tcp://10.96.0.9:80");
  }

  @Test
  void theApplicationsOwnSettingsOfThatNameStay() throws Exception {
    assertThat(local(Map.of("BIG_STOCK_SERVICE_HOST", "stock.example.com", "BIG_STOCK_PORT", "80")))
        .containsOnly(
            entry("BIG_STOCK_SERVICE_HOST", "stock.example.com"), entry("BIG_STOCK_PORT", "80"));
    assertThat(local(Map.of("BIG_STOCK_PORT", "80"))).containsEntry("BIG_STOCK_PORT", "80");
  }

  @Test
  void aHostThatIsTheServicesNameBecomesItsAddress() throws Exception {
    for (String host : List.of("big-stock", "big-stock.shop", "big-stock.shop.svc.cluster.local")) {
      assertThat(local(Map.of("BIG_STOCK_SERVICE_HOST", host)))
          .containsEntry("BIG_STOCK_SERVICE_HOST", "127.9.8.7");
    }
  }

  @Test
  void servicesOfOtherNamespacesHaveNoVariables() throws Exception {
    assertThat(
            Environment.of(Map.of())
                .forLocalProcess("shop", List.of(stock("other")), Optional.empty())
                .variables())
        .isEmpty();
  }
}
