package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import dev.hawser.acceptance.program.Program;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A debugger that stops the local process does not end the session: probes are the agent's.
@Tag("cluster")
@ExtendWith(Places.class)
class BreakpointTest {
  /// Longer than the liveness probe of the agent lets anything be silent (three times 10 s).
  private static final Duration AT_A_BREAKPOINT = Duration.ofSeconds(45);

  private final Shop shop;
  private final Session session;

  BreakpointTest(Shop shop, Session session) {
    this.shop = shop;
    this.session = session;
  }

  @Test
  void aLocalProcessThatDoesNotAnswerForLongKeepsItsAgentsAndGoesOn() throws Exception {
    List<ProcessHandle> stopped =
        ProcessHandle.of(session.process().pid())
            .orElseThrow()
            .descendants()
            .filter(BreakpointTest::isTheProgram)
            .toList();
    assertThat(stopped).isNotEmpty();
    try {
      signal("STOP", stopped);
      await("agents stay ready")
          .during(AT_A_BREAKPOINT)
          .atMost(AT_A_BREAKPOINT.plusSeconds(10))
          .until(this::agentsAreWell);
    } finally {
      signal("CONT", stopped);
    }
    assertThat(shop.client().call("names", "http://orders:8080/name", "10")).isEqualTo("local");
  }

  private boolean agentsAreWell() {
    return session.process().isAlive()
        && shop.orders().agents().size() == 2
        && shop.orders().agents().stream()
            .allMatch(
                pod ->
                    Readiness.isPodReady(pod)
                        && pod.getStatus().getContainerStatuses().stream()
                            .allMatch(status -> status.getRestartCount() == 0));
  }

  private static boolean isTheProgram(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(Program.class.getName());
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (ProcessHandle process : processes) {
      assertThat(
              new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                  .inheritIO()
                  .start()
                  .waitFor())
          .isZero();
    }
  }
}
