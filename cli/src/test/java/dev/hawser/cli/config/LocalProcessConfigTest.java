package dev.hawser.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// By the documented behaviour of Bridge to Kubernetes.
@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class LocalProcessConfigTest {
  @TempDir Path directory;

  @Test
  void withoutTheFileThereIsNothing() {
    assertThat(LocalProcessConfig.read(directory).variables()).isEmpty();
  }

  @Test
  void everyEntryIsAVariable() throws IOException {
    write(
        """
        version: 0.1
        env:
          - name: ALLOW_LIST_PATH   # a comment
            value: $(volumeMounts:allow-list)/allow-list
          - name: STOCK_HOST
            value: $(services:stock.shop)/api/v1/
          - name: DEBUG_MODE
            value: "true"
          - name: EMPTY
        """);
    assertThat(LocalProcessConfig.read(directory).variables())
        .extracting(TemplateVariable::name, TemplateVariable::value)
        .containsExactly(
            tuple("ALLOW_LIST_PATH", Template.parse("$(volumeMounts:allow-list)/allow-list")),
            tuple("STOCK_HOST", Template.parse("$(services:stock.shop)/api/v1/")),
            tuple("DEBUG_MODE", Template.parse("true")),
            tuple("EMPTY", Template.parse("")));
    assertThat(LocalProcessConfig.read(directory).remarks()).isEmpty();
  }

  @Test
  void volumesMayBeWantedAtPathsOfThisMachine() throws IOException {
    write(
        """
        volumeMounts:
          - name: default-token-*
            localPath: /var/run/secrets/kubernetes.io/serviceaccount
          - name: settings
            localPath: ./settings
          - name: others
        """);
    assertThat(LocalProcessConfig.read(directory).volumes())
        .containsExactly(
            new LocalVolume(
                "default-token-*", Path.of("/var/run/secrets/kubernetes.io/serviceaccount")),
            new LocalVolume("settings", directory.toAbsolutePath().resolve("settings")));
  }

  @Test
  void whatIsNotDoneIsToldWithItsLine() throws IOException {
    write(
        """
        version: 0.1
        enableFeatures:
          - ManagedIdentity
          - Probes
          - Magic
        env:
        other: 1
        """);
    assertThat(LocalProcessConfig.read(directory).remarks())
        .satisfiesExactly(
            identity -> assertThat(identity).contains(":3: ManagedIdentity", "az login"),
            probes -> assertThat(probes).contains(":4: Probes are answered by the agent"),
            magic -> assertThat(magic).contains(":5: feature 'Magic'"),
            other -> assertThat(other).contains(":7: 'other'"));
  }

  @Test
  void aTokenThatIsNotKnownIsAUsageErrorWithItsLine() throws IOException {
    write("env:\n  - name: A\n    value: $(secrets:x)\n");
    assertThatThrownBy(() -> LocalProcessConfig.read(directory))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).contains(".yaml:2: A: $(secrets:x)");
            });
  }

  @Test
  void anEntryWithoutANameIsAUsageError() throws IOException {
    write("env:\n  - value: x\n");
    assertThatThrownBy(() -> LocalProcessConfig.read(directory))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(".yaml:2: no 'name'");
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve(LocalProcessConfig.FILE), text);
  }
}
