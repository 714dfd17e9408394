package dev.hawser.cluster.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.lease.ManualPace;
import dev.hawser.cluster.lease.MemoryLeases;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReaperTest {
  private static final Workload ORDERS = new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders");
  private static final Holder ANNA = new Holder("anna@laptop", "a1");
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final MemoryLeases leases = new MemoryLeases();
  private final ManualPace pace = new ManualPace();
  private final long startNs = pace.nowNs();
  private final List<Duration> undone = new ArrayList<>();
  private WorkloadLease annas = leases.create(ORDERS, ANNA, HALF_A_MINUTE).orElseThrow();

  private void watch() {
    new Reaper(leases, ORDERS, () -> undone.add(pace.since(startNs)), pace, line -> {}).watch();
  }

  private void renew() {
    annas = leases.replace(annas, ANNA, HALF_A_MINUTE).orElseThrow();
  }

  private long second() {
    return pace.since(startNs).toSeconds();
  }

  @Test
  void aSessionThatFallsSilentIsUndoneAndItsLeaseRemoved() {
    watch();
    assertThat(undone).hasSize(1);
    assertThat(undone.getFirst()).isBetween(HALF_A_MINUTE, Duration.ofSeconds(32));
    assertThat(leases.read(ORDERS)).isEmpty();
  }

  @Test
  void nothingHappensWhileHeartbeatsCome() {
    pace.meanwhile(
        () -> {
          if (second() == 600) {
            leases.delete(annas);
          } else if (second() < 600 && second() % 5 == 0) {
            renew();
          }
        });
    watch();
    assertThat(undone).isEmpty();
  }

  @Test
  void timeInWhichTheApiServerWasOutOfReachDoesNotCount() {
    pace.meanwhile(() -> leases.unreachable = second() > 20 && second() < 60);
    watch();
    assertThat(undone).hasSize(1);
    assertThat(undone.getFirst()).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(93));
  }

  @Test
  void aHeartbeatAtTheLastMomentWins() {
    pace.meanwhile(
        () -> {
          if (second() == 30) {
            renew();
          } else if (second() == 55) {
            leases.delete(annas);
          }
        });
    watch();
    assertThat(undone).isEmpty();
  }

  @Test
  void anUndoThatFailedIsTriedAgainAtOnce() {
    new Reaper(
            leases,
            ORDERS,
            () -> {
              undone.add(pace.since(startNs));
              if (undone.size() < 3) {
                throw new Failure(FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN, "away", "wait")
                    .asException();
              }
            },
            pace,
            line -> {})
        .watch();
    assertThat(undone).hasSize(3);
    assertThat(undone.getLast()).isLessThan(Duration.ofSeconds(36));
    assertThat(leases.read(ORDERS)).isEmpty();
  }

  @Test
  void aWorkloadThatSomebodyTakesOverDuringTheUndoIsWatchedOn() {
    Holder bert = new Holder("bert@desk", "b2");
    new Reaper(
            leases,
            ORDERS,
            () -> {
              undone.add(pace.since(startNs));
              leases.replace(leases.read(ORDERS).orElseThrow(), bert, HALF_A_MINUTE);
              pace.meanwhile(() -> leases.delete(leases.read(ORDERS).orElseThrow()));
            },
            pace,
            line -> {})
        .watch();
    assertThat(undone).hasSize(1);
  }
}
