package dev.hawser.cluster.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetNameTest {
  @Test
  void servicesAreNamedInEveryUsualWay() {
    for (String kind : List.of("svc", "service", "services", "Service")) {
      assertThat(TargetName.parse(kind + "/orders")).isEqualTo(TargetName.service("orders"));
    }
    assertThat(TargetName.parse("orders")).isEqualTo(new TargetName.Bare("orders"));
  }

  @Test
  void workloadsAreNamedInEveryUsualWay() {
    for (WorkloadKind kind : WorkloadKind.values()) {
      for (String word : List.of(kind.shortName(), kind.kind(), kind.plural())) {
        assertThat(TargetName.parse(word + "/orders"))
            .as(word)
            .isEqualTo(new TargetName.OfWorkload(kind, "orders"));
      }
    }
  }

  @Test
  void whatRunsToAnEndIsRefusedWithTheReason() {
    for (String text : List.of("job/load", "jobs/load", "cronjob/load", "cj/load")) {
      assertThatThrownBy(() -> TargetName.parse(text))
          .as(text)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TARGET_UNSUITABLE))
          .hasMessageContaining("to an end");
    }
  }

  @Test
  void itIsShownInTheFormThatIsRead() {
    for (String text : List.of("svc/orders", "deploy/orders", "sts/orders", "orders")) {
      assertThat(TargetName.parse(text)).hasToString(text);
    }
  }

  @Test
  void anythingElseIsAUsageFailureThatSaysWhatIsSupported() {
    for (String text : List.of("node/x", "svc/", "", "svc/a/b", "Orders", "svc/a_b")) {
      assertThatThrownBy(() -> TargetName.parse(text))
          .as(text)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE))
          .hasMessageContaining("svc/NAME");
    }
  }
}
