package dev.hawser.cluster.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hawser.endpoint.environment.Environment;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclaredEnvironmentTest {
  private static final ConfigSources SOURCES =
      (kind, name) ->
          switch (kind.named(name)) {
            case "ConfigMap settings" ->
                new ConfigSources.Found(Map.of("GREETING", "hello", "LINES", "one\ntwo\n"));
            case "Secret keys" -> new ConfigSources.Found(Map.of("password", "p$(GREETING)"));
            case "Secret forbidden" -> new ConfigSources.Missing("you may not read it");
            default -> new ConfigSources.Missing("it does not exist");
          };

  private static Environment declared(String container) {
    return DeclaredEnvironment.of(
        Serialization.unmarshal("name: orders\n" + container, Container.class), SOURCES);
  }

  @Test
  void whatIsGivenByNameStandsOverWhatComesFromObjects() {
    assertThat(
            declared(
                    """
                    envFrom: [{configMapRef: {name: settings}}, {prefix: X_, configMapRef: {name: settings}}]
                    env: [{name: GREETING, value: mine}, {name: EMPTY}]
                    """)
                .variables())
        .containsOnly(
            entry("GREETING", "mine"),
            entry("LINES", "one\ntwo\n"),
            entry("X_GREETING", "hello"),
            entry("X_LINES", "one\ntwo\n"),
            entry("EMPTY", ""));
  }

  @Test
  void referencesAreReplacedByWhatStandsBeforeAndInValuesOfTheManifestOnly() {
    assertThat(
            declared(
                    """
                    envFrom: [{configMapRef: {name: settings}}]
                    env: [
                      {name: A, value: "$(GREETING) $(LATER) $$(GREETING)"},
                      {name: LATER, value: x},
                      {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}]
                    """)
                .variables())
        .contains(entry("A", "hello $(LATER) $(GREETING)"), entry("PASSWORD", "p$(GREETING)"));
  }

  @Test
  void whatCannotBeReadIsSaidByItsName() {
    Environment environment =
        declared(
            """
            envFrom: [{secretRef: {name: forbidden}}]
            env: [
              {name: NO_KEY, valueFrom: {secretKeyRef: {name: keys, key: other}}},
              {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
            """);

    assertThat(environment.variables()).isEmpty();
    assertThat(environment.remarks())
        .containsExactly(
            "the variables of Secret forbidden are left out: you may not read it",
            "NO_KEY is left out: Secret keys has no key other",
            "POD_IP is left out: only a running pod knows it");
  }

  @Test
  void aSessionsAgentIsSeenThrough() {
    assertThat(
            declared(
                    """
                    env: [
                      {name: HAWSER_TUNNEL_PORT, value: "1"},
                      {name: HAWSER_KEPT_JAVA_TOOL_OPTIONS, value: -Xmx1g}]
                    """)
                .variables())
        .containsOnly(entry("JAVA_TOOL_OPTIONS", "-Xmx1g"));
  }
}
