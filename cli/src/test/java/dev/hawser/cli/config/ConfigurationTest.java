package dev.hawser.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cluster.plan.AgentImage;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit gives the directories
class ConfigurationTest {
  @TempDir Path project;
  @TempDir Path home;

  @Test
  void withoutAnySettingTheDefaultImageCounts() {
    assertThat(image(Optional.empty(), Map.of())).isEqualTo(AgentImage.DEFAULT);
  }

  @Test
  void aFlagGoesBeforeTheEnvironmentBeforeTheProjectBeforeTheUser() throws IOException {
    write(home.resolve(".config/hawser/config.yaml"), "agentImage: of-user\n");
    assertThat(image(Optional.empty(), Map.of())).isEqualTo("of-user");
    write(project.resolve(".hawser/config.yaml"), "agentImage: of-project\n");
    assertThat(image(Optional.empty(), Map.of())).isEqualTo("of-project");
    Map<String, String> environment = Map.of("HAWSER_AGENT_IMAGE", "of-environment");
    assertThat(image(Optional.empty(), environment)).isEqualTo("of-environment");
    assertThat(image(Optional.of("of-flag"), environment)).isEqualTo("of-flag");
  }

  @Test
  void anEmptyFileSaysNothing() throws IOException {
    write(project.resolve(".hawser/config.yaml"), "\n");
    assertThat(image(Optional.empty(), Map.of())).isEqualTo(AgentImage.DEFAULT);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheKnownOnes() throws IOException {
    write(project.resolve(".hawser/config.yaml"), "agentimage: x\n");
    assertThatThrownBy(() -> image(Optional.empty(), Map.of()))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).endsWith("unknown key 'agentimage'");
              assertThat(e.failure().advice()).contains("agentImage");
            });
  }

  private String image(Optional<String> flag, Map<String, String> environment) {
    return Configuration.load(environment, project, home).agentImage(flag);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
