package dev.hawser.endpoint.hosts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostsHelperTest {
  private static final String BEFORE = "127.0.0.1 localhost\n";
  private static final HostsOwner OWNER = HostsOwner.current("mine");
  private static final HostsBlock BLOCK =
      new HostsBlock(OWNER, List.of(new HostsLine("127.9.8.7", List.of("stock"))));
  private final Path directory;
  private final Path file;

  HostsHelperTest(@TempDir Path directory) {
    this.directory = directory;
    this.file = directory.resolve("hosts");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file, BEFORE);
  }

  private String answers(String input) {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    new HostsHelper(
            file,
            new ByteArrayInputStream(input.getBytes(US_ASCII)),
            new PrintStream(answers, true, US_ASCII))
        .run();
    return answers.toString(US_ASCII);
  }

  @Test
  void whatItIsToldIsDoneAndUndoneWhenTheInputEnds() {
    String input = HostsRequests.opening(OWNER) + HostsRequests.put(BLOCK);

    assertThat(answers(input)).isEqualTo("ready\nput\n");

    assertThat(file).content().isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1 stock",
        "127.0.0.256 stock",
        "127.9.8.7",
        "127.9.8.7 ",
        "127.9.8.7 stock\tmore",
        "127.9.8.7 stock\r",
        "127.9.8.7 localhost",
        "127.9.8.7 -stock",
        "127.9.8.7 stock # x",
        "127.9.8.7 sto_ck",
        "127.9.8.7 a a a a a a a a a",
        "::1 stock",
        "127.9.8.7\u0000stock"
      })
  void aLineThatCouldDoHarmEndsIt(String line) {
    String answers = answers(HostsRequests.opening(OWNER) + "put 1\n" + line + "\n");

    assertThat(answers).startsWith("ready\nfailed ");
    assertThat(file).content().isEqualTo(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"put 20001", "put -1", "put 1 2", "remove", "put 99999999999", "\u0000"})
  void anotherRequestEndsIt(String request) {
    assertThat(answers(HostsRequests.opening(OWNER) + request + "\n")).startsWith("ready\nfailed ");
  }

  @Test
  void aSessionThatIsNoneEndsIt() {
    assertThat(answers("session ../x 1 1\n")).startsWith("failed ");
    assertThat(answers("session x y 1\n")).startsWith("failed ");
    assertThat(answers("x".repeat(2000))).startsWith("failed ");
    assertThat(answers("")).startsWith("failed ");
  }

  @Test
  void throughAProgramThatGivesRightsTheBlockIsThereUntilTheSessionCloses() throws Exception {
    try (ElevatedHosts hosts = ElevatedHosts.start(command("\"$@\""), file, OWNER)) {
      hosts.put(BLOCK);

      assertThat(file).content().contains("127.9.8.7 stock # hawser mine");
    }
    assertThat(file).content().isEqualTo(BEFORE);
  }

  @Test
  void theBlockGoesWithTheProcessThatAskedHoweverItDies() throws Exception {
    Process asking =
        new ProcessBuilder(
                java(), "-cp", System.getProperty("java.class.path"), Asking.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    asking.outputWriter().append(file + "\n").flush();
    assertThat(asking.inputReader().readLine()).isEqualTo("there");
    assertThat(file).content().contains("# hawser");

    asking.destroyForcibly();

    await().atMost(Duration.ofSeconds(20)).until(() -> Files.readString(file).equals(BEFORE));
  }

  @Test
  void rightsThatAreNotGivenAreAFailure() throws Exception {
    List<String> command = command("exit 1");

    assertThatThrownBy(() -> ElevatedHosts.start(command, file, OWNER))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no rights were given (exit code 1)");
  }

  private List<String> command(String script) throws IOException {
    Path sudo = Files.writeString(directory.resolve("sudo"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
    return List.of(
        sudo.toString(),
        java(),
        "-cp",
        System.getProperty("java.class.path"),
        Helping.class.getName(),
        file.toString());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void sudoIsFoundAndStartsTheHelperAndNothingElse() throws Exception {
    command("");

    assertThat(new Elevation(directory.toString(), "/opt/java", "a.jar:b.jar").command())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .startsWith(directory.resolve("sudo").toString(), "/opt/java")
                    .endsWith("-cp", "a.jar:b.jar", HostsHelper.class.getName()));
    assertThat(new Elevation("/nowhere", "/opt/java", "a.jar").command()).isEmpty();
  }

  /// The helper, with a file that is not the machine's.
  static final class Helping {
    private Helping() {}

    public static void main(String[] arguments) {
      System.exit(new HostsHelper(Path.of(arguments[0]), System.in, System.out).run());
    }
  }

  /// A session's process.
  static final class Asking {
    private Asking() {}

    public static void main(String[] arguments) throws Exception {
      Path file =
          Path.of(new BufferedReader(new InputStreamReader(System.in, US_ASCII)).readLine());
      List<String> command =
          List.of(
              java(),
              "-cp",
              System.getProperty("java.class.path"),
              Helping.class.getName(),
              file.toString());
      ElevatedHosts hosts = ElevatedHosts.start(command, file, OWNER);
      hosts.put(BLOCK);
      System.out.println("there");
      Thread.currentThread().join();
    }
  }
}
