package dev.hawser.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {
  private static final ObjectNode LABELS = Json.parse("{\"app\": \"orders\", \"tier\": \"\"}");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=orders | true",
        "app==orders,tier | true",
        "app!=orders | false",
        "other!=x | true",
        "!other | true",
        "!app | false",
        "app in (stock, orders),tier= | true",
        "app notin (stock) | true",
        "app notin (orders) | false",
        "other in (x) | false"
      })
  void labelsAreSelectedAsKubectlWritesIt(String selector, boolean selected) {
    assertThat(Selectors.ofLabels(selector).test(LABELS)).isEqualTo(selected);
  }

  @Test
  void whatIsNoSelectorIsABadRequest() {
    assertThatThrownBy(() -> Selectors.ofLabels("app in orders"))
        .isInstanceOf(StatusException.class);
  }

  @Test
  void fieldsAreSelectedByPath() {
    ObjectNode event = Json.parse("{\"involvedObject\": {\"name\": \"p\", \"kind\": \"Pod\"}}");
    assertThat(Selectors.ofFields("involvedObject.name=p,involvedObject.kind!=Node").test(event))
        .isTrue();
    assertThat(Selectors.ofFields("involvedObject.name=q").test(event)).isFalse();
  }

  @Test
  void expressionsOfWorkloadsAreUnderstood() {
    assertThat(
            Selectors.ofObject(
                    Json.parse(
                        """
                        {"matchLabels": {"app": "orders"}, "matchExpressions": [
                          {"key": "tier", "operator": "Exists"},
                          {"key": "x", "operator": "DoesNotExist"},
                          {"key": "app", "operator": "In", "values": ["orders"]}]}
                        """))
                .test(LABELS))
        .isTrue();
  }
}
