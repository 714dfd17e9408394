package dev.hawser.cluster.lease;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeldLeaseTest {
  private static final Workload ORDERS = new Workload(WorkloadKind.DEPLOYMENT, "shop", "orders");
  private static final Holder ANNA = new Holder("anna@laptop", "a1");
  private static final Holder BERT = new Holder("bert@desk", "b2");
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final MemoryLeases leases = new MemoryLeases();
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final HeldLease held =
      new HeldLease(leases, leases.create(ORDERS, ANNA, HALF_A_MINUTE).orElseThrow(), changed::get);

  @AfterEach
  void close() {
    held.close();
  }

  private WorkloadLease there() {
    return leases.read(ORDERS).orElseThrow();
  }

  @Test
  void aRenewalIsSeenByOthersAndKeepsTheHolder() {
    WorkloadLease before = there();
    held.renew();
    assertThat(there().renewal()).isNotEqualTo(before.renewal());
    assertThat(there().holder()).isEqualTo(ANNA);
  }

  @Test
  void anApiServerOutOfReachIsNoLoss() {
    leases.unreachable = true;
    assertThatThrownBy(held::renew).isInstanceOf(KubernetesClientException.class);
    leases.unreachable = false;
    held.renew();
    assertThat(held.lost()).isNotDone();
  }

  @Test
  void aTakeOverIsALossThatNamesTheOther() throws Exception {
    leases.replace(there(), BERT, HALF_A_MINUTE);
    held.renew();
    assertThat(held.lost().get(5, SECONDS)).isEqualTo(new LeaseLoss.TakenOver(BERT));
    held.release();
    assertThat(there().holder()).isEqualTo(BERT);
  }

  @Test
  void aLeaseThatIsGoneWithTheChangeMeansThatTheOriginalWasRestored() throws Exception {
    leases.delete(there());
    changed.set(false);
    held.renew();
    assertThat(held.lost().get(5, SECONDS)).isEqualTo(new LeaseLoss.Restored());
    assertThat(leases.read(ORDERS)).isEmpty();
  }

  @Test
  void aLeaseThatWasDeletedWhileTheChangeStandsIsMadeAgainAndTold() {
    List<WorkloadLease> told = new ArrayList<>();
    held.whenMadeAgain(told::add);
    String before = there().uid();
    leases.delete(there());
    held.renew();
    assertThat(there().uid()).isNotEqualTo(before);
    assertThat(told).containsExactly(there());
    assertThat(held.lost()).isNotDone();
  }

  @Test
  void somebodysRemarkOnTheLeaseDoesNotEndTheRenewing() {
    leases.replace(there(), ANNA, HALF_A_MINUTE); // whose answer this never saw
    held.renew();
    WorkloadLease before = there();
    held.renew();
    assertThat(there().renewal()).isNotEqualTo(before.renewal());
  }

  @Test
  void whatIsReleasedIsGone() {
    held.renew();
    held.release();
    assertThat(leases.read(ORDERS)).isEmpty();
    held.renew();
    assertThat(leases.read(ORDERS)).isEmpty();
  }
}
