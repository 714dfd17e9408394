package dev.hawser.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.bootstrap.FingerprintLine;
import dev.hawser.tunnel.security.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void aLogThatIsFollowedAgainIsToldFromWhereItStopped() {
    List<String> lines = new ArrayList<>();
    long told = AgentLog.tell(log("one\ntwo\n"), 0, lines::add);
    told = AgentLog.tell(log("one\ntwo\nthree\n"), told, lines::add);
    assertThat(told).isEqualTo(3);
    assertThat(lines).containsExactly("one", "two", "three");
  }

  @Test
  void aLineOfTheLogIsFitForAFile() {
    List<String> lines = new ArrayList<>();
    AgentLog.tell(log("a\u001b[31mb\u0000" + "c".repeat(5000)), 0, lines::add);
    assertThat(lines.getFirst()).startsWith("a [31mb c").hasSizeLessThan(1010);
  }

  private static BufferedReader log(String text) {
    return new BufferedReader(new StringReader(text));
  }
}
