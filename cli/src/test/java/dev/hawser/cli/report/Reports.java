package dev.hawser.cli.report;

import dev.hawser.tunnel.metrics.StreamView;
import java.util.List;

/// Reports of a session `abc` that stands for container orders.
public final class Reports {
  private Reports() {}

  public static SessionReport session(long pid, String id, List<LineReport> lines) {
    return new SessionReport(pid, id, "shop", "deploy/orders", 300, lines);
  }

  /// Of a session that has nothing yet.
  public static Diagnosis bare(SessionReport session, String madeAt, String endedAt) {
    return new Diagnosis(
        session,
        "svc/orders",
        "orders",
        "2026-11-28T14:00:00Z",
        madeAt,
        endedAt,
        new StreamsReport(0, List.of()),
        new NamesReport("", List.of()),
        List.of(),
        VolumesReport.none(),
        List.of(),
        List.of(),
        List.of());
  }

  /// Of a session that has something of everything.
  public static Diagnosis full(SessionReport session) {
    return new Diagnosis(
        session,
        "svc/orders",
        "orders",
        "2026-11-28T14:00:00Z",
        "2026-11-28T14:05:00Z",
        "",
        new StreamsReport(
            7,
            List.of(
                new StreamReport(
                    "orders-1",
                    "3f2a9c1e/17",
                    "outbound",
                    "stock.shop:80",
                    StreamView.State.FINISHED_HERE,
                    120,
                    4031,
                    9,
                    70_000))),
        new NamesReport(
            "names: the command has its own /etc/hosts with 4 names of services",
            List.of(
                new ServiceReport(
                    "stock",
                    "shop",
                    "127.1.2.3",
                    List.of(
                        new ServiceReport.Port(8080, 8080, ""),
                        new ServiceReport.Port(80, 41233, "this user may not listen on it"))))),
        List.of(
            new VariableReport("PASSWORD", null),
            new VariableReport("STOCK_SERVICE_HOST", "127.1.2.3")),
        new VolumesReport(
            "/tmp/volumes",
            3100,
            List.of(new VolumesReport.Mount("/etc/orders", 4)),
            List.of(new VolumesReport.Skipped("/data", "larger than 64 MiB"))),
        List.of(
            new ChangeReport(
                "deploy/orders",
                ChangeReport.State.CHANGED,
                "container orders runs the agent",
                List.of("this session, at its end", "the guard"),
                "hawser restore deploy/orders -n shop")),
        List.of(new TroubleReport("2026-11-28T14:04:00Z", "the line broke", "connections wait")),
        List.of("/tmp/4711.log"));
  }
}
