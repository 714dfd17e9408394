package dev.hawser.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PlannedChangeTest {
  private static final JsonNode BEFORE =
      json(
          "---\n{metadata: {name: orders, resourceVersion: '5', managedFields: [{}]}, spec: {image: a,"
              + " replicas: 2}, status: {replicas: 2}}");
  private static final JsonNode AFTER =
      json(
          "---\n{metadata: {name: orders, resourceVersion: '6', generation: 3, annotations:"
              + " {hawser.dev/session: '{\"session\":\"s\",\"owner\":\"me@here\",\"preImage\":\"H4sI\"}'}}, spec:"
              + " {image: b, replicas: 2}}");

  @Test
  void whatOnlyTheServerWritesIsNoDifference() {
    assertThat(new PlannedChange("deploy/orders", BEFORE, AFTER).diff())
        .startsWith("--- deploy/orders", "+++ deploy/orders (during the session)")
        .contains("-  image: \"a\"", "+  image: \"b\"")
        .noneMatch(line -> line.matches(".*(resourceVersion|generation|status|managedFields).*"));
  }

  @Test
  void whatIsPackedInTheRecordIsOnlyNamed() {
    assertThat(String.join("\n", new PlannedChange("deploy/orders", BEFORE, AFTER).diff()))
        .contains("(undo record of session s, by me@here)")
        .doesNotContain("H4sI");
  }

  @Test
  void whatIsMadeComesFromNothingAndWhatIsDeletedGoesThere() {
    assertThat(new PlannedChange("pod/a", MissingNode.getInstance(), AFTER).diff())
        .startsWith("--- /dev/null", "+++ pod/a (during the session)")
        .noneMatch(line -> line.matches("[- ] .*"));
    assertThat(new PlannedChange("pod/a", BEFORE, MissingNode.getInstance()).diff())
        .startsWith("--- pod/a", "+++ /dev/null");
  }

  private static JsonNode json(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }
}
