package dev.hawser.endpoint.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildProcessTest {
  private final Path directory;

  ChildProcessTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private ChildProcess sh(String script) {
    return start(Map.of("PATH", System.getenv("PATH")), "sh", "-c", script);
  }

  private ChildProcess start(Map<String, String> environment, String... command) {
    return ChildProcess.start(List.of(command), environment, directory, List.of());
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    assertThat(sh("exit 42").exitCode()).isEqualTo(42);
    assertThat(sh("kill -9 $$").exitCode()).isEqualTo(137);
    assertThat(sh("kill -15 $$").ended().toCompletableFuture().get()).isEqualTo(143);
  }

  @Test
  void theCommandHasTheGivenVariablesAndNoOthersAndItsDirectory() throws Exception {
    Map<String, String> environment =
        Map.of("PATH", System.getenv("PATH"), "GREETING", "grüße\nto $all 'of' you=");

    assertThat(
            start(environment, "sh", "-c", "printf %s \"$GREETING\" >g; env >e; pwd -P >p")
                .exitCode())
        .isZero();

    assertThat(file("g")).hasContent("grüße\nto $all 'of' you=");
    assertThat(Files.readString(file("e"))).doesNotContain("HOME=");
    assertThat(Files.readString(file("p")).strip()).isEqualTo(directory.toRealPath().toString());
  }

  @Test
  void valuesBeyondTheLocaleArriveAsTheyAreAndLeaveNoFileBehind() throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GREETING", "grüße\n\u2693 'x'");
    environment.put("PLAIN", "1");
    ProcessBuilder builder = new ProcessBuilder().directory(directory.toFile());
    builder.environment().clear();

    List<String> command =
        ExactEnvironment.give(
            environment,
            builder.environment(),
            List.of("/bin/sh", "-c", "printf %s \"$GREETING$PLAIN\" >g; exit 7"),
            US_ASCII);

    assertThat(builder.command(new ArrayList<>(command)).start().waitFor()).isEqualTo(7);
    assertThat(file("g")).hasContent("grüße\n\u2693 'x'1");
    assertThat(Path.of(command.get(4))).doesNotExist();
    assertThat(Path.of(command.get(4)).getParent()).doesNotExist();
  }

  @Test
  void signalsReachTheCommand() throws Exception {
    ChildProcess child =
        sh(
            "trap 'echo hup >>s' HUP; trap 'echo term >>s; exit 3' TERM; "
                + "touch ready; while :; do sleep 0.05; done");
    await().until(() -> Files.exists(file("ready")));

    child.send(ProcessSignal.HUP);
    await().until(() -> Files.exists(file("s")));
    child.send(ProcessSignal.TERM);

    assertThat(child.exitCode()).isEqualTo(3);
    assertThat(file("s")).hasContent("hup\nterm\n");
  }

  @Test
  void whatIsSentToHawserIsPassedOn() throws Exception {
    ChildProcess child = sh("trap 'exit 4' HUP; touch ready; while :; do sleep 0.05; done");
    await().until(() -> Files.exists(file("ready")));
    List<ProcessSignal> told = new ArrayList<>();

    try (var passing = child.passSignals(told::add)) {
      assertThat(passing).isNotNull();
      String self = String.valueOf(ProcessHandle.current().pid());
      assertThat(new ProcessBuilder("sh", "-c", "kill -s HUP " + self).start().waitFor()).isZero();
      assertThat(child.exitCode()).isEqualTo(4);
      await().until(() -> told.contains(ProcessSignal.HUP));
    }
  }

  @Test
  void aTerminalsCtrlCReachesTheCommandWhenHawserSaysSo() throws Exception {
    ChildProcess child =
        sh("trap 'echo int >>s; exit 6' INT; touch ready; while :; do sleep 0.05; done");
    await().until(() -> Files.exists(file("ready")));
    assertThat(processGroup(child.pid()))
        .as("not the group to which the terminal's Ctrl-C goes")
        .isEqualTo(child.pid())
        .isNotEqualTo(processGroup(ProcessHandle.current().pid()));

    child.interrupt();

    assertThat(child.exitCode()).isEqualTo(6);
    assertThat(file("s")).hasContent("int\n");
  }

  @Test
  void anInterruptReachesWhatTheCommandHasStartedToo() throws Exception {
    ChildProcess child =
        sh(
            "trap 'exit 0' INT; "
                + "sh -c 'trap \"echo int >g; exit\" INT; touch ready; while :; do sleep 0.05; done'");
    await().until(() -> Files.exists(file("ready")));

    child.interrupt();

    await().until(() -> Files.exists(file("g")));
    assertThat(child.exitCode()).isZero();
  }

  @Test
  void aShellThatIsTypedIntoKeepsTheTerminal() {
    assertThat(ChildProcess.isInteractive(List.of("/bin/bash"))).isTrue();
    assertThat(ChildProcess.isInteractive(List.of("zsh", "--login", "-i"))).isTrue();
    assertThat(ChildProcess.isInteractive(List.of("sh", "-c", "exec server"))).isFalse();
    assertThat(ChildProcess.isInteractive(List.of("./mvnw", "spring-boot:run"))).isFalse();
  }

  /// proc_pid_stat(5), field 5.
  private static long processGroup(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2]);
  }

  @Test
  void endingAsksFirst() throws Exception {
    ChildProcess child =
        sh("trap 'echo bye >b; exit 0' TERM; touch ready; while :; do sleep 0.05; done");
    await().until(() -> Files.exists(file("ready")));

    child.end(Duration.ofSeconds(20));

    assertThat(child.exitCode()).isZero();
    assertThat(file("b")).hasContent("bye\n");
  }

  @Test
  void endingKillsWhatDoesNotListenAndItsChildren() throws Exception {
    ChildProcess child =
        sh(
            "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >c; while :; do sleep 0.05; done' & "
                + "while :; do sleep 0.05; done");
    await().until(() -> Files.exists(file("c")) && !Files.readString(file("c")).isBlank());
    ProcessHandle grandchild =
        ProcessHandle.of(Long.parseLong(Files.readString(file("c")).strip())).orElseThrow();

    child.end(Duration.ofMillis(200));

    assertThat(child.exitCode()).isEqualTo(137);
    await().until(() -> !grandchild.isAlive());
  }

  @Test
  void endingAProcessThatHasEndedIsNothing() throws Exception {
    ChildProcess child = sh("exit 5");
    assertThat(child.exitCode()).isEqualTo(5);

    child.end(Duration.ofSeconds(1));

    assertThat(child.exitCode()).isEqualTo(5);
  }

  @Test
  void aCommandThatIsNotThereIsTheUsersMistake() throws Exception {
    Path plain = Files.writeString(file("plain.txt"), "x");

    assertMistake("command not found", "no-such-command-of-hawser");
    assertMistake("no such file", "./no-such-file");
    assertMistake("not executable", plain.toString());
    assertThatThrownBy(
            () -> ChildProcess.start(List.of("sh"), Map.of(), file("nowhere"), List.of()))
        .hasMessageContaining("no such directory");
  }

  private void assertMistake(String what, String command) {
    assertThatThrownBy(() -> start(Map.of(), command))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).contains(what, command);
            });
  }
}
