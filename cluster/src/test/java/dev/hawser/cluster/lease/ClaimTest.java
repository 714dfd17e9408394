package dev.hawser.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final Workload ORDERS = new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders");
  private static final Holder ANNA = new Holder("anna@laptop", "a1");
  private static final Holder BERT = new Holder("bert@desk", "b2");
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final MemoryLeases leases = new MemoryLeases();
  private final ManualPace pace = new ManualPace();
  private final List<String> told = new ArrayList<>();

  private WorkloadLease claim(Holder holder, boolean changed) {
    return new Claim(leases, pace).acquire(ORDERS, holder, HALF_A_MINUTE, () -> changed, told::add);
  }

  @Test
  void aWorkloadThatNobodyHasIsTakenAtOnce() {
    assertThat(claim(ANNA, false).holder()).isEqualTo(ANNA);
    assertThat(leases.read(ORDERS)).map(WorkloadLease::holder).contains(ANNA);
  }

  @Test
  void anAnswerThatGotLostIsFoundAgain() {
    WorkloadLease first = claim(ANNA, false);
    assertThat(claim(ANNA, true)).isEqualTo(first);
  }

  @Test
  void theSecondIsToldWhoHasTheChangedWorkloadAndSinceWhen() {
    claim(ANNA, false);
    long startNs = pace.nowNs();
    assertThatThrownBy(() -> claim(BERT, true))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("anna@laptop since 2026-11-22T10:00:00Z")
        .hasMessageContaining("--take-over");
    assertThat(pace.since(startNs)).isZero();
  }

  @Test
  void aHolderWhoHasChangedNothingYetIsRespectedAtTheFirstSignOfLife() {
    WorkloadLease annas = claim(ANNA, false);
    long startNs = pace.nowNs();
    pace.meanwhile(
        () -> {
          if (pace.since(startNs).compareTo(Duration.ofSeconds(5)) == 0) {
            leases.replace(annas, ANNA, HALF_A_MINUTE);
          }
        });
    assertThatThrownBy(() -> claim(BERT, false)).hasMessageContaining("anna@laptop");
    assertThat(pace.since(startNs)).isEqualTo(Duration.ofSeconds(5));
    assertThat(told).hasSize(1).first().asString().contains("anna@laptop", "up to 30 s");
  }

  @Test
  void aHolderWhoDiedBeforeTheChangeIsFollowedAfterItsSilenceWasObserved() {
    claim(ANNA, false);
    long startNs = pace.nowNs();
    assertThat(claim(BERT, false).holder()).isEqualTo(BERT);
    assertThat(pace.since(startNs)).isBetween(HALF_A_MINUTE, Duration.ofSeconds(32));
  }

  @Test
  void ofTwoWhoComeAtTheSameTimeOneIsRefused() {
    WorkloadLease annas = claim(ANNA, false);
    assertThat(leases.create(ORDERS, BERT, HALF_A_MINUTE)).isEmpty();
    assertThat(leases.replace(annas, ANNA, HALF_A_MINUTE)).isPresent();
    assertThat(leases.replace(annas, BERT, HALF_A_MINUTE)).isEmpty();
  }

  @Test
  void aTakeOverDoesNotWait() {
    claim(ANNA, false);
    WorkloadLease taken = new Claim(leases, pace).takeOver(ORDERS, BERT, HALF_A_MINUTE);
    assertThat(taken.holder()).isEqualTo(BERT);
    assertThat(leases.read(ORDERS)).contains(taken);
  }
}
