package dev.hawser.tunnel.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hawser.tunnel.frame.Role;

/// Sessions whose peer says anything. With `JAZZER_FUZZ=1` one target searches for inputs that
/// fail; else the inputs in the test's resources are tried.
class SessionFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void agent(byte[] script) {
    HostileScript.play(Role.AGENT, true, script);
  }

  @FuzzTest(maxDuration = "20s")
  void endpoint(byte[] script) {
    HostileScript.play(Role.ENDPOINT, true, script);
  }

  /// Several links, nothing agreed before.
  @FuzzTest(maxDuration = "20s")
  void handshakes(byte[] script) {
    HostileScript.play(Role.AGENT, false, script);
    HostileScript.play(Role.ENDPOINT, false, script);
  }
}
