package dev.hawser.cluster.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.rights.AccessReview.Answer;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissingRightsTest {
  private static final List<Right> RIGHTS = RequiredRights.forTarget(WorkloadKind.DEPLOYMENT, 35);

  @Test
  void eachMissingRightGivesAMessageOfItsOwnThatSaysWhatItIsFor() {
    Set<String> messages = new HashSet<>();
    for (Right lacked : RIGHTS.stream().filter(Right::isNeeded).toList()) {
      assertThatThrownBy(() -> MissingRights.refuse("shop", without(lacked)))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind().exitCode()).isEqualTo(3);
                assertThat(e.failure().what()).contains(lacked.toString(), lacked.reason());
                assertThat(messages.add(e.failure().what())).isTrue();
              });
    }
    assertThat(messages).hasSizeGreaterThan(10);
  }

  @Test
  void whatIsOnlyUsefulMayBeMissing() {
    for (Right lacked : RIGHTS.stream().filter(right -> !right.isNeeded()).toList()) {
      assertThatCode(() -> MissingRights.refuse("shop", without(lacked)))
          .as(lacked.toString())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anOlderApiServerIsNotAskedForWhatItDoesNotWant() {
    assertThat(RequiredRights.forTarget(WorkloadKind.DEPLOYMENT, 34))
        .noneMatch(right -> right.toString().equals("create pods/portforward"));
    assertThat(RIGHTS).anyMatch(right -> right.toString().equals("create pods/portforward"));
  }

  @ParameterizedTest
  @EnumSource
  void noRightIsAskedForTwice(WorkloadKind kind) {
    assertThat(RequiredRights.forTarget(kind, 35))
        .extracting(Right::toString)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatAPodNeedsIsNotMerelyUsefulForIt() {
    assertThat(RequiredRights.forTarget(WorkloadKind.POD, 35))
        .filteredOn(right -> right.toString().equals("create pods"))
        .allMatch(Right::isNeeded);
  }

  private static List<Answer> without(Right lacked) {
    return RIGHTS.stream().map(right -> new Answer(right, !right.equals(lacked))).toList();
  }
}
