package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/// One of the test cluster's servers, ended by its number and started again with its own words.
///
/// Needs root, and the test cluster's directory, which its tool keeps.
public final class ClusterServer {
  private static final Path RUN =
      Path.of(
              Optional.ofNullable(System.getenv("HAWSER_CLUSTER_HOME"))
                  .orElse(System.getProperty("user.home") + "/.cache/hawser-cluster"))
          .resolve("run");
  private static final Path NETWORK = Path.of("/run/netns/hawser-node");

  private final String name;
  private final List<String> command = new ArrayList<>();

  /// @param name such as `apiserver`
  public ClusterServer(String name) {
    this.name = name;
    command.addAll(List.of("nsenter", "--net=" + NETWORK));
    command.addAll(List.of(read(Path.of("/proc/" + pid() + "/cmdline")).split("\0")));
  }

  private long pid() {
    return Long.parseLong(read(pidFile()).strip());
  }

  private Path pidFile() {
    return RUN.resolve(name + ".pid");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends it as `kill -9` does.
  public void kill() {
    ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
    server.destroyForcibly();
    Awaitility.await(name + " ends").atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());
  }

  public void start() {
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(command);
    Path log = RUN.resolve("log").resolve(name);
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      Files.writeString(pidFile(), process.pid() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
