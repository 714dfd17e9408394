package dev.hawser.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.security.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class AgentLogTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("sha256:" + "0f".repeat(32));

  @Test
  void theFingerprintIsFoundBelowOtherLines() throws IOException {
    assertThat(AgentLog.find(log("a JVM's warning\n" + FingerprintLine.format(FINGERPRINT))))
        .isEqualTo(FINGERPRINT);
  }

  @Test
  void aLogWithoutItIsToldWithItsLastLine() {
    assertThatThrownBy(() -> AgentLog.find(log("one\nError: no main class\u001b[0m")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("last line: Error: no main class [0m");
  }

  private static BufferedReader log(String text) {
    return new BufferedReader(new StringReader(text));
  }
}
