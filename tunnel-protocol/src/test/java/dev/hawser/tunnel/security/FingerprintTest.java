package dev.hawser.tunnel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.bootstrap.FingerprintLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String TEXT = "sha256:" + "0a".repeat(32);

  @Test
  void isReadBackFromTheAgentsLog() {
    Fingerprint fingerprint = new Fingerprint(TEXT);
    assertThat(FingerprintLine.parse(FingerprintLine.format(fingerprint))).contains(fingerprint);
  }

  @Test
  void otherLinesOfTheLogHoldNone() {
    assertThat(FingerprintLine.parse("hawser-agent: listening on 8080")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "0a", "sha1:0a0a", "sha256:0A"})
  void anotherFormIsRefusedWithTheValue(String text) {
    assertThatThrownBy(() -> new Fingerprint(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fingerprint: %s (expected: sha256: and 64 hex digits)", text);
  }
}
