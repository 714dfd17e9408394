package dev.hawser.cluster.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"matchLabels": {"app": "orders", "tier": "back"}}                          | app=orders,tier=back
          {"matchExpressions": [{"key": "a", "operator": "In", "values": ["1", "2"]}]} | a in (1,2)
          {"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["1"]}]}   | a notin (1)
          {"matchExpressions": [{"key": "a", "operator": "Exists"}]}                   | a
          {"matchLabels": {"app": "x"}, "matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]} | app=x,!a
          """)
  void aSelectorIsSaidAsARequestsParameterSaysIt(String selector, String parameter) {
    assertThat(Selectors.parameter(KubeJson.parse(selector))).isEqualTo(parameter);
  }
}
