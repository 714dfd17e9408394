package dev.hawser.cluster.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectRulesReviewStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantedRulesTest {
  private static final Right EXEC = right("create", "", "pods/exec");
  private static final Right PATCH = right("patch", "apps", "deployments");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'apiGroups: [\"\"], resources: [pods/exec], verbs: [create]'",
        "'apiGroups: [\"*\"], resources: [\"*\"], verbs: [\"*\"]'",
        "'apiGroups: [\"\", apps], resources: [services, \"*/exec\"], verbs: [get, create]'"
      })
  void aRuleGrantsWhatItsWordsCover(String rule) {
    assertThat(rules("false", rule).grant(EXEC)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'apiGroups: [\"\"], resources: [pods], verbs: [create]'",
        "'apiGroups: [\"\"], resources: [pods/exec], verbs: [get]'",
        "'apiGroups: [apps], resources: [pods/exec], verbs: [create]'",
        "'apiGroups: [\"\"], resources: [pods/exec], verbs: [create], resourceNames: [one]'",
        "'apiGroups: [\"\"], resources: [\"*/log\"], verbs: [create]'"
      })
  void aRuleGrantsNothingElse(String rule) {
    assertThat(rules("false", rule).grant(EXEC)).isFalse();
  }

  @Test
  void nothingCountsAsGrantedWhereTheRulesAreNotAll() {
    String all = "apiGroups: [\"*\"], resources: [\"*\"], verbs: [\"*\"]";

    assertThat(rules("true", all).grant(PATCH)).isFalse();
    assertThat(rules("false", all).grant(PATCH)).isTrue();
  }

  private static GrantedRules rules(String incomplete, String rule) {
    SubjectRulesReviewStatus status = new SubjectRulesReviewStatus();
    status.setIncomplete(Boolean.valueOf(incomplete));
    status
        .getResourceRules()
        .add(Serialization.unmarshal("---\n{%s}".formatted(rule), ResourceRule.class));
    return GrantedRules.of(status);
  }

  private static Right right(String verb, String group, String resource) {
    return new Right(verb, group, resource, new Worth.Needed("try it"), 0);
  }
}
