package dev.hawser.cluster.change;

import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.tunnel.security.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a user asks for in tests: container `app` of a workload, port 8080.
final class Requests {
  private Requests() {}

  static PlanRequest session(String id) {
    return new PlanRequest(
        id,
        "me@here",
        new Fingerprint("sha256:" + "ab".repeat(32)),
        "hawser.dev/agent:0.1.0",
        Instant.parse("2026-11-22T10:00:00Z"),
        Duration.ofMinutes(5),
        Optional.empty());
  }

  static ResolvedTarget target(WorkloadJson workload) {
    return new ResolvedTarget(
        TargetName.of(workload.workload()),
        workload.workload(),
        workload.uid(),
        "app",
        List.of(new InboundPort(8080)),
        List.of(),
        1);
  }
}
