package dev.hawser.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.report.LineReport;
import dev.hawser.cli.report.Reports;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTextTest {

  @Test
  void aDiagnosisTellsOfEverythingBelowItsHeading() {
    assertThat(
            DiagnosisText.lines(
                Reports.full(
                    Reports.session(
                        4711, "abc", List.of(LineReport.unlinked("orders-1", 0, "refused"))))))
        .containsExactly(
            "session abc  svc/orders, container orders of shop/deploy/orders  process 4711"
                + "  since 2026-11-28T14:00:00Z",
            "  as it was at 2026-11-28T14:05:00Z",
            "links",
            "  orders-1  not linked: refused",
            "connections: 7, of which 1",
            "  3f2a9c1e/17  outbound to stock.shop:80  finished here for 70.0 s,"
                + " 120 bytes to the cluster, 4031 to this machine, 9 wait  (orders-1)",
            "names: the command has its own /etc/hosts with 4 names of services",
            "  stock.shop  at 127.1.2.3, port 8080, 80 (here 41233: this user may not listen on it)",
            "environment: 2 variables; values of the container are not told",
            "  PASSWORD",
            "  STOCK_SERVICE_HOST=127.1.2.3",
            "volumes: 3100 bytes below /tmp/volumes",
            "  /etc/orders  4 files",
            "  /data  left out: larger than 64 MiB",
            "changed in the cluster",
            "  deploy/orders  container orders runs the agent",
            "    undone by this session, at its end; the guard, or:"
                + " hawser restore deploy/orders -n shop",
            "what went wrong of late",
            "  2026-11-28T14:04:00Z  the line broke",
            "    connections wait",
            "logs (grep -w a connection's name in them)",
            "  /tmp/4711.log");
  }

  @Test
  void whatHasEndedSaysWhen() {
    assertThat(
            DiagnosisText.lines(
                Reports.bare(
                    Reports.session(4711, "abc", List.of()),
                    "2026-11-28T14:05:00Z",
                    "2026-11-28T14:05:00Z")))
        .contains("nothing went wrong", "names: not yet", "volumes: not yet")
        .first()
        .asString()
        .endsWith("  ended 2026-11-28T14:05:00Z");
  }
}
