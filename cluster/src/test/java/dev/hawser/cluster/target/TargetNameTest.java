package dev.hawser.cluster.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetNameTest {
  @Test
  void servicesAndDeploymentsAreNamedInEveryUsualWay() {
    for (String text : List.of("svc/orders", "service/orders", "services/orders")) {
      assertThat(TargetName.parse(text)).isEqualTo(TargetName.service("orders"));
    }
    for (String text : List.of("deploy/orders", "deployment/orders", "deployments/orders")) {
      assertThat(TargetName.parse(text)).isEqualTo(TargetName.deployment("orders"));
    }
    assertThat(TargetName.parse("orders").kind()).isEqualTo(TargetName.Kind.EITHER);
  }

  @Test
  void itIsShownInTheFormThatIsRead() {
    for (String text : List.of("svc/orders", "deploy/orders", "orders")) {
      assertThat(TargetName.parse(text)).hasToString(text);
    }
  }

  @Test
  void anythingElseIsAUsageFailureThatSaysWhatIsSupported() {
    for (String text : List.of("sts/db", "pod/x", "svc/", "", "svc/a/b", "Orders", "svc/a_b")) {
      assertThatThrownBy(() -> TargetName.parse(text))
          .as(text)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE))
          .hasMessageContaining("svc/NAME");
    }
  }
}
