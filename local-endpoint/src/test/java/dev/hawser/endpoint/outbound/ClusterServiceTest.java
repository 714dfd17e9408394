package dev.hawser.endpoint.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterServiceTest {
  @Test
  void aServiceIsReachedByItsNameInItsNamespace() {
    ClusterService.Port port = new ClusterService.Port(Optional.of("http"), 80);
    ClusterService service = new ClusterService("stock", "shop", List.of(port));
    assertThat(service.isOutside()).isFalse();
    assertThat(service.destination(port)).isEqualTo(Destination.tcp("stock.shop", 80));
  }

  @Test
  void aHostOutsideIsReachedByItsWholeName() {
    ClusterService host = ClusterService.outside("db.example", List.of(1433));
    assertThat(host.isOutside()).isTrue();
    assertThat(host.destination(host.ports().getFirst()))
        .isEqualTo(Destination.tcp("db.example", 1433));
  }
}
