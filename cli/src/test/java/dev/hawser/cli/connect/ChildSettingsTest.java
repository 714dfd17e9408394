package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildSettingsTest {
  private static final String DEBUGGING =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005";

  @Test
  void aDebuggersPortIsAppendedToWhatIsSaidToEveryJvm() {
    ChildSettings settings = settings(Map.of(), OptionalInt.of(5005));
    assertThat(settings.over(Map.of())).isEqualTo(Map.of("JAVA_TOOL_OPTIONS", DEBUGGING));
    assertThat(settings.over(Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m")))
        .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Xmx64m " + DEBUGGING));
  }

  @Test
  void itsOwnVariablesGoBeforeOthers() {
    assertThat(
            settings(Map.of("PS1", "mine"), OptionalInt.empty()).over(Map.of("PS1", "x", "A", "1")))
        .isEqualTo(Map.of("PS1", "mine", "A", "1"));
  }

  private static ChildSettings settings(Map<String, String> variables, OptionalInt jdwpPort) {
    return new ChildSettings(Path.of("/"), variables, jdwpPort, Overrides.NONE);
  }
}
