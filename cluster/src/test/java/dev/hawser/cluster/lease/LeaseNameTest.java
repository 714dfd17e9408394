package dev.hawser.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import org.junit.jupiter.api.Test;

class LeaseNameTest {

  private static String name(WorkloadKind kind, String name) {
    return LeaseName.of(new Workload(kind, "shop", name));
  }

  @Test
  void theNameIsMadeOfKindAndName() {
    assertThat(name(WorkloadKind.STATEFUL_SET, "db")).isEqualTo("hawser-sts-db");
  }

  @Test
  void longNamesStayDistinctAndValid() {
    String first = name(WorkloadKind.DEPLOYMENT, "a".repeat(252) + "b");
    String second = name(WorkloadKind.DEPLOYMENT, "a".repeat(252) + "c");
    assertThat(first).hasSize(253).matches("[a-z0-9-]+").isNotEqualTo(second);
  }

  @Test
  void aHolderIsReadAsItIsWritten() {
    Holder holder = new Holder("DOMAIN/anna@laptop", "k7d2m9x4pa");
    assertThat(Holder.parse(holder.toString())).isEqualTo(holder);
  }
}
