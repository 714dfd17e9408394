package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.acceptance.place.Checkout;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.RunningProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The first thing that anyone sees.
@Tag("sandbox")
class DemoTest {
  @Test
  void theDemoChecksEveryStepAndEndsByItself() {
    ProcessBuilder builder =
        new ProcessBuilder(
                Checkout.JAVA.toString(),
                "-cp",
                Checkout.classPath("cli"),
                "dev.hawser.cli.Main",
                "demo",
                "--once")
            .directory(Checkout.ROOT.toFile());
    try (RunningProcess demo = RunningProcess.start("hawser demo --once", builder)) {
      assertThat(demo.awaitExit(Hawser.LIMIT)).as(demo.describe()).isZero();
    }
  }
}
