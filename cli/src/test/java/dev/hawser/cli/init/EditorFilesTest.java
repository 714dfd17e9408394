package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/// What is written for editors is what they document.
@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class EditorFilesTest {
  @TempDir Path project;

  @ParameterizedTest
  @EnumSource(Launch.Debugger.Kind.class)
  void tasksAndLaunchConfigurationsFitTheirFormats(Launch.Debugger.Kind kind) throws Exception {
    write(profile("orders", Optional.of(new Launch.Debugger(kind, 4711))), Ide.VSCODE);
    assertValid("tasks.schema.json", read(".vscode/tasks.json"));
    assertValid("launch.schema.json", read(".vscode/launch.json"));
    assertThat(read(".vscode/launch.json").at("/configurations/0/preLaunchTask").asText())
        .isEqualTo(read(".vscode/tasks.json").at("/tasks/0/label").asText());
  }

  @Test
  void aProgramWithoutDebuggerHasTasksOnly() throws Exception {
    write(profile("orders", Optional.empty()), Ide.BOTH);
    assertValid("tasks.schema.json", read(".vscode/tasks.json"));
    assertThat(project.resolve(".vscode/launch.json")).doesNotExist();
    assertThat(project.resolve(".run/hawser debug orders.run.xml")).doesNotExist();
  }

  @Test
  void aSecondServiceIsAddedToTheFirstAndToWhatWasThere() throws Exception {
    Path tasks = project.resolve(".vscode/tasks.json");
    Files.createDirectories(project.resolve(".vscode"));
    Files.writeString(
        tasks,
        """
        {
          // ours
          "version": "2.0.0",
          "tasks": [
            {"label": "build", "type": "shell", "command": "make"}, // by hand
          ]
        }
        """);
    Optional<Launch.Debugger> java =
        Optional.of(new Launch.Debugger(Launch.Debugger.Kind.JAVA, 5005));
    write(profile("orders", java), Ide.VSCODE);
    write(profile("stock", java), Ide.VSCODE);
    assertThat(Files.readString(tasks)).contains("// ours", "// by hand");
    assertThat(read(".vscode/tasks.json").path("tasks"))
        .extracting(task -> task.path("label").asText())
        .containsExactly(
            "build",
            "hawser: connect orders",
            "hawser: stop orders",
            "hawser: connect stock",
            "hawser: stop stock");
    assertValid("tasks.schema.json", read(".vscode/tasks.json"));
    assertThat(Files.readString(project.resolve(".hawser/config.yaml")))
        .contains("  orders:\n", "  stock:\n");
  }

  @Test
  void runConfigurationsOfIntelliJAreComponentsOfTheirTypes() throws Exception {
    write(
        profile("a&b", Optional.of(new Launch.Debugger(Launch.Debugger.Kind.JAVA, 5005))),
        Ide.INTELLIJ);
    Element connect = configuration(".run/hawser connect a&b.run.xml");
    assertThat(connect.getAttribute("type")).isEqualTo("ShConfigurationType");
    assertThat(option(connect, "SCRIPT_TEXT")).isEqualTo("hawser connect --profile 'a&b' --yes");
    Element debug = configuration(".run/hawser debug a&b.run.xml");
    assertThat(debug.getAttribute("type")).isEqualTo("Remote");
    assertThat(option(debug, "PORT")).isEqualTo("5005");
  }

  @Test
  void whatCannotBeMergedLeavesTheProjectAsItWas() throws IOException {
    Files.createDirectories(project.resolve(".vscode"));
    Files.writeString(project.resolve(".vscode/tasks.json"), "{");
    assertThatThrownBy(() -> write(profile("orders", Optional.empty()), Ide.VSCODE))
        .hasMessageContaining("tasks.json");
    assertThat(project.resolve(".hawser")).doesNotExist();
  }

  private void write(Profile profile, Ide ide) {
    new ProjectFiles(project, "hawser").write(new Wizard.Outcome(profile, ide));
  }

  private static Profile profile(String name, Optional<Launch.Debugger> debugger) {
    return new Profile(
        name,
        "svc/orders",
        Optional.empty(),
        "shop",
        Optional.empty(),
        List.of("8080:80"),
        new Launch(List.of("run"), debugger, false));
  }

  private JsonNode read(String file) throws IOException {
    return JsoncRead.of(Files.readString(project.resolve(file)));
  }

  private static void assertValid(String schema, JsonNode document) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(EditorFilesTest.class.getResourceAsStream(schema))) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(in)
                  .validate(document))
          .isEmpty();
    }
  }

  private Element configuration(String file) throws Exception {
    byte[] text = Files.readString(project.resolve(file)).getBytes(StandardCharsets.UTF_8);
    Element component =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text))
            .getDocumentElement();
    assertThat(component.getAttribute("name")).isEqualTo("ProjectRunConfigurationManager");
    return (Element) component.getElementsByTagName("configuration").item(0);
  }

  private static String option(Element configuration, String name) {
    for (int i = 0; i < configuration.getElementsByTagName("option").getLength(); i++) {
      Element option = (Element) configuration.getElementsByTagName("option").item(i);
      if (option.getAttribute("name").equals(name)) {
        return option.getAttribute("value");
      }
    }
    throw new AssertionError("no option " + name);
  }
}
