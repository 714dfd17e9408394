package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A copy of `/etc` that a session sees in the place of the machine's, in a mount namespace of its
/// own. Its hosts file has line ends of both kinds and no last one.
public final class PrivateEtc implements AutoCloseable {
  private final Path directory;

  public PrivateEtc() {
    try {
      directory = Files.createTempDirectory("hawser-etc");
      shell("cp -a /etc/. \"$1\"", directory.toString());
      Files.delete(hosts());
      Files.writeString(hosts(), "127.0.0.1\tlocalhost\r\n::1 ip6-localhost\n# the end");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path hosts() {
    return directory.resolve("hosts");
  }

  public RunningProcess start(Place place, List<String> arguments) {
    List<String> prefix = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    prefix.addAll(List.of("mount --bind \"$0\" /etc && exec \"$@\"", directory.toString()));
    return Hawser.start(place.variables(), prefix, arguments);
  }

  /// Runs `hawser` to its end.
  public Hawser.Result run(Place place, List<String> arguments) {
    return Hawser.finish(start(place, arguments));
  }

  private static void shell(String script, String argument) {
    try (RunningProcess shell =
        RunningProcess.start(script, new ProcessBuilder("sh", "-c", script, "sh", argument))) {
      assertThat(shell.awaitExit(Duration.ofSeconds(30))).as(shell.describe()).isZero();
    }
  }

  @Override
  public void close() {
    shell("rm -rf \"$1\"", directory.toString());
  }
}
