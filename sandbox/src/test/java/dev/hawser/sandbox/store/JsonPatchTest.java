package dev.hawser.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {
  private static ObjectNode patched(String patch) {
    ObjectNode target = Json.parse("{\"a\": [1, 2], \"b\": {\"x/y\": \"z\"}}");
    return JsonPatch.apply(target, Json.parse(patch.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void operationsAreAppliedInOrder() {
    assertThat(
            patched(
                """
                [{"op": "test", "path": "/b/x~1y", "value": "z"},
                 {"op": "add", "path": "/a/0", "value": 0},
                 {"op": "add", "path": "/a/-", "value": 3},
                 {"op": "replace", "path": "/a/1", "value": 9},
                 {"op": "remove", "path": "/b/x~1y"},
                 {"op": "copy", "from": "/a/3", "path": "/b/c"},
                 {"op": "move", "from": "/a", "path": "/b/a"}]
                """))
        .isEqualTo(Json.parse("{\"b\": {\"c\": 3, \"a\": [0, 9, 2, 3]}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"op\": \"test\", \"path\": \"/a/0\", \"value\": 2}]",
        "[{\"op\": \"test\", \"path\": \"/none\", \"value\": 2}]",
        "[{\"op\": \"remove\", \"path\": \"/none\"}]",
        "[{\"op\": \"replace\", \"path\": \"/none\", \"value\": 1}]",
        "[{\"op\": \"add\", \"path\": \"/none/x\", \"value\": 1}]",
        "[{\"op\": \"add\", \"path\": \"/a/3\", \"value\": 1}]"
      })
  void whatDoesNotApplyIsUnprocessable(String patch) {
    assertThatThrownBy(() -> patched(patch))
        .isInstanceOfSatisfying(
            StatusException.class, refusal -> assertThat(refusal.code()).isEqualTo(422));
  }
}
