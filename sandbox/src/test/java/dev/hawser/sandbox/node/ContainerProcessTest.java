package dev.hawser.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class ContainerProcessTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

  @TempDir Path directory;

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    assertThat(start("exit 7").waitFor()).isEqualTo(7);
  }

  @Test
  void aSignalToTheSandboxsGroupLeavesThePodToTheSandbox() throws Exception {
    ContainerProcess container = start("echo $$ > pid; exec tail -f /dev/null");
    ProcessHandle command = command();
    ProcessHandle supervisor = command.parent().orElseThrow();

    for (String signal : List.of("HUP", "INT", "TERM")) {
      signal(supervisor, signal);
    }

    container.kill();
    await().atMost(Duration.ofSeconds(10)).until(() -> !command.isAlive());
    assertThat(container.waitFor()).isEqualTo(137);
  }

  @Test
  void stoppingAsksFirst() throws Exception {
    ContainerProcess container =
        start("trap 'exit 5' TERM; echo $$ > pid; while :; do read -r x < fifo; done");
    command();

    container.stop(10);

    assertThat(container.waitFor()).isEqualTo(5);
  }

  private ContainerProcess start(String script) throws IOException, InterruptedException {
    new ProcessBuilder("mkfifo", directory.resolve("fifo").toString()).start().waitFor();
    return ContainerProcess.start(
        List.of("/bin/sh", "-c", script), PATH, directory, directory.resolve("log"));
  }

  private ProcessHandle command() {
    Path pid = directory.resolve("pid");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> Files.exists(pid) && !Files.readString(pid).isBlank());
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-s", signal, pid).start().waitFor()).isZero();
  }
}
