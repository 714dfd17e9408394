package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sandbox as a process, with the shop.
class MainTest {
  private final Path directory;
  private @Nullable Process sandbox;

  MainTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private record Started(Process process, List<ProcessHandle> pods) {}

  private Started startWithTheShop() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--directory",
                directory.toString(),
                "--demo")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    sandbox = process;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).matches("hawser-sandbox: shop http://127[.0-9]+:8080/");
    assertThat(lines.readLine())
        .isEqualTo("hawser-sandbox: ready " + directory.resolve("kubeconfig"));
    List<ProcessHandle> pods = process.descendants().toList();
    assertThat(pods.stream().filter(MainTest::isShop)).hasSize(4);
    return new Started(process, pods);
  }

  private static boolean isShop(ProcessHandle handle) {
    return handle.info().command().stream().anyMatch(command -> command.endsWith("java"));
  }

  private static void assertGone(List<ProcessHandle> pods) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(pods).noneMatch(ProcessHandle::isAlive));
  }

  @AfterEach
  void end() {
    if (sandbox != null) {
      sandbox.destroyForcibly();
    }
  }

  @Test
  void itEndsWithItsStandardInput() throws IOException, InterruptedException {
    Started started = startWithTheShop();
    started.process().getOutputStream().close();
    assertThat(started.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(started.process().exitValue()).isZero();
    assertGone(started.pods());
  }

  @Test
  void itEndsWhenToldTo() throws IOException, InterruptedException {
    Started started = startWithTheShop();
    started.process().destroy();
    assertThat(started.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertGone(started.pods());
  }

  @Test
  void itsPodsDieWithItWhenItIsKilled() throws IOException {
    Started started = startWithTheShop();
    started.process().destroyForcibly();
    assertGone(started.pods());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--directory", "--none x", "--directory x --image y", "--directory x --image"})
  void wrongArgumentsAreToldInOneLine(String arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            Stream.of(arguments.split(" ", -1)).filter(word -> !word.isEmpty()).toList(),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }
}
