package dev.hawser.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What can be said without a cluster.
@Isolated("standard output and error are replaced")
class MainTest {
  private static final List<String> COMMANDS =
      List.of(
          "connect",
          "shell",
          "restore",
          "status",
          "env",
          "diagnose",
          "rbac",
          "init",
          "config",
          "demo",
          "agent-image");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(Main.run("--help")).isZero();
    assertThat(text(out)).contains(COMMANDS);
  }

  @Test
  void everyCommandHasHelpOfItsOwn() {
    for (String command : COMMANDS) {
      out.reset();
      assertThat(Main.run(command, "--help")).as(command).isZero();
      assertThat(text(out)).startsWith("Usage: hawser " + command);
      out.reset();
      assertThat(Main.run("help", command)).as("help " + command).isZero();
      assertThat(text(out)).startsWith("Usage: hawser " + command);
    }
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Main.run("--version")).isZero();
    assertThat(text(out)).startsWith("hawser 0.1.0");
  }

  @Test
  void badUsageIsExitCode2WithTheWayToHelp() {
    assertThat(Main.run("connect")).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: ").contains("hawser connect --help");
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearestOne() {
    assertThat(Main.run("conect")).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: ").contains("connect");
  }

  @Test
  void noCommandIsBadUsage() {
    assertThat(Main.run()).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: a command is missing");
  }

  @Test
  void aTargetOfAnUnknownKindIsBadUsage() {
    assertThat(Main.run("connect", "cronnode/x")).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: target 'cronnode/x'");
  }

  @Test
  void aMalformedPortIsBadUsage() {
    assertThat(Main.run("connect", "svc/x", "--port", "http")).isEqualTo(2);
    assertThat(text(err)).contains("port: http (expected: LOCAL or LOCAL:CONTAINER");
  }

  @Test
  void restoreTakesATargetOrAll() {
    assertThat(Main.run("restore", "svc/x", "--all")).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: both a target and --all are given");
  }

  @Test
  void agentImageWantsToKnowWhere() {
    assertThat(Main.run("agent-image")).isEqualTo(2);
    assertThat(text(err)).startsWith("hawser: failed: ").contains("--output", "--push");
  }

  @Test
  void theRoleIsPrintedWithoutACluster() {
    assertThat(Main.run("rbac", "-n", "shop", "--user", "anna")).isZero();
    assertThat(text(out)).contains("kind: Role\n", "namespace: \"shop\"", "name: \"anna\"");
  }

  @Test
  void aRoleIsBoundToOneSubject() {
    assertThat(Main.run("rbac", "-n", "shop", "--user", "anna", "--group", "all")).isEqualTo(2);
  }

  @Test
  void askedForJsonAFailureIsJson() {
    assertThat(Main.run("connect", "svc/x", "-o", "json", "--context", "no-such-context"))
        .isEqualTo(3);
    assertThat(text(out)).contains("\"event\":\"failed\"", "\"exitCode\":3");
  }

  @Test
  void aMissingPartOfTheInstallationIsNamed() {
    String before = System.getProperty("hawser.home");
    System.setProperty("hawser.home", Path.of("/no/such/place").toString());
    try {
      assertThat(Main.run("demo", "--once")).isEqualTo(1);
      assertThat(text(err)).contains("/no/such/place/sandbox");
    } finally {
      if (before == null) {
        System.clearProperty("hawser.home");
      } else {
        System.setProperty("hawser.home", before);
      }
    }
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
