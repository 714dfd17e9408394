package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.endpoint.failure.FailureException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsoncTextTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void anElementIsAddedAfterTheLastAndEverythingElseStays() {
    assertThat(
            with(
                """
                // made by hand
                {
                    "version": "2.0.0", // keep
                    "tasks": [
                        {
                            "label": "build" /* mine */
                        } // the last one
                    ]
                }
                """))
        .isEqualTo(
            """
            // made by hand
            {
                "version": "2.0.0", // keep
                "tasks": [
                    {
                        "label": "build" /* mine */
                    }, // the last one
                    {
                        "label": "new",
                        "args": [
                            "a: b"
                        ]
                    }
                ]
            }
            """);
  }

  @Test
  void aCommaThatIsThereAlreadyIsNotDoubled() {
    assertThat(with("{\n  \"tasks\": [\n    {\"label\": \"x\"}, // , \n  ],\n}\n"))
        .isEqualTo(
            """
            {
              "tasks": [
                {"label": "x"}, // ,
                {
                  "label": "new",
                  "args": [
                    "a: b"
                  ]
                }
              ],
            }
            """);
  }

  @Test
  void anElementOfTheSameNameIsReplacedWhereItStands() {
    assertThat(
            with(
                "{\n  \"tasks\": [\n    {\"label\": \"new\", \"old\": 1},\n    {\"label\": \"z\"}\n  ]\n}"))
        .isEqualTo(
            """
            {
              "tasks": [
                {
                  "label": "new",
                  "args": [
                    "a: b"
                  ]
                },
                {"label": "z"}
              ]
            }""");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ // nothing\n}",
        "{\n  \"version\": \"2.0.0\"\n}",
        "{\n  \"version\": \"2.0.0\",\n  // soon\n}",
        "{\"a\": [1, 2], \"b\": 3}",
        "{\n  \"tasks\": []\n}",
        "{\r\n\t\"version\": 1 // x\r\n}\r\n"
      })
  void whatIsMissingIsAddedAndTheRestIsStillThere(String text) throws Exception {
    String changed = with(text);
    assertThat(JsoncRead.of(changed).at("/tasks/0/label").asText()).isEqualTo("new");
    ObjectNode rest = (ObjectNode) JsoncRead.of(changed);
    ObjectNode before = (ObjectNode) JsoncRead.of(text);
    rest.remove("tasks");
    before.remove("tasks");
    assertThat(rest).isEqualTo(before);
    assertThat(changed.contains("\r\n")).isEqualTo(text.contains("\r\n"));
    assertThat(with(changed)).as("twice is as once").isEqualTo(changed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "{\"tasks\": 1}", "tasks"})
  void whatIsNotUnderstoodIsRefused(String text) {
    assertThatThrownBy(() -> with(text))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("tasks.json: ");
  }

  private static String with(String text) {
    ObjectNode element = JSON.createObjectNode().put("label", "new");
    element.putArray("args").add("a: b");
    return new JsoncText(Path.of("tasks.json"), text).with("tasks", "label", element).text();
  }
}
