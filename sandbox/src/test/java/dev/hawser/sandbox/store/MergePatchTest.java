package dev.hawser.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MergePatchTest {
  @Test
  void nullRemovesAndListsAreReplaced() {
    assertThat(
            MergePatch.apply(
                Json.parse("{\"a\": {\"b\": 1, \"c\": 2}, \"l\": [1, 2]}"),
                Json.parse("{\"a\": {\"b\": null, \"d\": 3}, \"l\": [3]}")))
        .isEqualTo(Json.parse("{\"a\": {\"c\": 2, \"d\": 3}, \"l\": [3]}"));
  }

  @Test
  void aStrategicPatchMergesContainersByName() {
    assertThat(
            MergePatch.applyStrategic(
                Json.parse(
                    """
                    {"containers": [{"name": "a", "image": "1", "env": [{"name": "X"}]},
                                    {"name": "b"}]}
                    """),
                Json.parse(
                    """
                    {"$setElementOrder/containers": [{"name": "a"}],
                     "containers": [{"name": "a", "image": "2"},
                                    {"name": "b", "$patch": "delete"}]}
                    """)))
        .isEqualTo(
            Json.parse(
                "{\"containers\": [{\"name\": \"a\", \"image\": \"2\", \"env\": [{\"name\":"
                    + " \"X\"}]}]}"));
  }
}
