package dev.hawser.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VariableReportTest {
  private static final String CANARY = "canary-7f3e";

  @Test
  void onlyValuesThatHawserSetAreTold() throws IOException {
    Environment local =
        Environment.of(
                Map.of(
                    "PASSWORD", CANARY, "STOCK_SERVICE_HOST", "10.0.0.7", "A_SERVICE_HOST", CANARY))
            .forLocalProcess("shop", List.of(stock()), Optional.of(Path.of("/tmp/volumes")));

    List<VariableReport> report = VariableReport.of(local);

    assertThat(report)
        .containsExactly(
            new VariableReport("A_SERVICE_HOST", null),
            new VariableReport("HAWSER_VOLUMES", "/tmp/volumes"),
            new VariableReport("PASSWORD", null),
            new VariableReport("STOCK_SERVICE_HOST", "127.1.2.3"),
            new VariableReport("STOCK_SERVICE_PORT", "8080"));
    assertThat(new JsonMapper().writeValueAsString(report)).doesNotContain(CANARY);
  }

  private static PublishedService stock() throws IOException {
    ClusterService.Port port = new ClusterService.Port(Optional.empty(), 8080);
    return new PublishedService(
        new ClusterService("stock", "shop", List.of(port)),
        InetAddress.getByName("127.1.2.3"),
        List.of(new PublishedService.Port(Optional.empty(), 8080, 8080, Optional.empty())));
  }
}
