package dev.hawser.endpoint.redirect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.process.ProcessSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real commands, which dial a port at which nobody listens.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class RedirectTest {
  private static final String ADDRESS = "127.77.3.1";
  private static final int DIALLED = 81;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final Path directory;
  private final ServerSocket server;
  private final Redirect redirect;

  RedirectTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    server = new ServerSocket(0, 10, InetAddress.getByName(ADDRESS));
    Thread.ofVirtual().start(this::greet);
    redirect = Redirect.open(directory, JAVA);
    redirect.show(Map.of(new InetSocketAddress(ADDRESS, DIALLED), server.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    redirect.close();
    server.close();
  }

  private void greet() {
    try {
      while (!server.isClosed()) {
        try (Socket caller = server.accept()) {
          caller.getOutputStream().write("hello\n".getBytes(UTF_8));
        }
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Any program, one of those that make no difference between the two families of addresses, and
  /// one that a shell starts.
  @Test
  void aConnectionIsLedToWhereTheServiceListens() throws Exception {
    assertThat(run(Map.of(), "bash", "-c", dial(ADDRESS, DIALLED) + ">out")).isZero();
    assertThat(directory.resolve("out")).hasContent("hello");

    Path dialler =
        Files.writeString(
            directory.resolve("Dial.java"),
            """
            class Dial {
              public static void main(String[] to) throws Exception {
                try (var socket = new java.net.Socket(to[0], Integer.parseInt(to[1]))) {
                  java.nio.file.Files.write(java.nio.file.Path.of("out2"), socket.getInputStream().readAllBytes());
                }
              }
            }
            """);
    assertThat(run(Map.of(), JAVA, dialler.toString(), ADDRESS, String.valueOf(DIALLED))).isZero();
    assertThat(directory.resolve("out2")).hasContent("hello");
    assertThat(
            run(
                Map.of(),
                "sh",
                "-c",
                "bash -c '%s' >out3; exit 7".formatted(dial(ADDRESS, DIALLED))))
        .isEqualTo(7);
    assertThat(directory.resolve("out3")).hasContent("hello");
  }

  @Test
  void otherConnectionsAreMadeAsEver() throws Exception {
    assertThat(run(Map.of(), "bash", "-c", dial(ADDRESS, server.getLocalPort()) + ">out")).isZero();
    assertThat(directory.resolve("out")).hasContent("hello");

    assertThat(run(Map.of(), "bash", "-c", dial("127.77.3.2", DIALLED))).isNotZero();
  }

  @Test
  void whatTheServicesAreNowCounts() throws Exception {
    redirect.show(Map.of());

    assertThat(run(Map.of(), "bash", "-c", dial(ADDRESS, DIALLED))).isNotZero();
  }

  @Test
  void theCommandHasItsWordsAndVariablesByteForByteAndNoneOfOurs() throws Exception {
    String word = "grüße \n'$x' @args ";
    Map<String, String> variables =
        Map.of("JAVA_TOOL_OPTIONS", "-Dmine=ü", "LC_ALL", "C", "GREETING", word);

    assertThat(
            run(
                variables,
                "sh",
                "-c",
                "printf %s \"$1|$GREETING|$JAVA_TOOL_OPTIONS\" >words; env >env",
                "sh",
                word))
        .isZero();

    assertThat(Files.readString(directory.resolve("words")))
        .isEqualTo(word + "|" + word + "|-Dmine=ü");
    assertThat(Files.readString(directory.resolve("env"), ISO_8859_1)).doesNotContain("HAWSER_");
  }

  @Test
  void theProcessIsTheCommandsWithSignalsFilesAndLimitsAsTheyWere() throws Exception {
    ChildProcess child =
        start(
            Map.of(),
            "sh",
            "-c",
            "grep -E '^Sig(Blk|Ign)' /proc/self/status >signals; ls /proc/self/fd >>signals; ulimit -n >limit; echo $$ >pid; exec sleep 60");
    ChildProcess plain =
        ChildProcess.start(
            List.of(
                "sh",
                "-c",
                "grep -E '^Sig(Blk|Ign)' /proc/self/status >plain; ls /proc/self/fd >>plain; ulimit -n >plainlimit"),
            path(Map.of()),
            directory,
            List.of());
    assertThat(plain.exitCode()).isZero();
    Path pid = directory.resolve("pid");
    await().until(() -> Files.exists(pid) && Files.size(pid) > 0);

    assertThat(pid).hasContent(String.valueOf(child.pid()));
    assertThat(state("signals")).isEqualTo(state("plain"));
    assertThat(directory.resolve("limit")).hasSameTextualContentAs(directory.resolve("plainlimit"));
    child.send(ProcessSignal.INT);
    assertThat(child.exitCode()).isEqualTo(130);
  }

  /// What a process has from before: masks of signals, and its open files. From 32 on signals are
  /// the C library's own.
  private List<String> state(String file) throws IOException {
    return Files.readAllLines(directory.resolve(file)).stream()
        .map(
            line ->
                line.startsWith("Sig")
                    ? line.substring(0, 7)
                        + (Long.parseLong(line.substring(7).strip(), 16) & 0x7FFF_FFFFL)
                    : line)
        .toList();
  }

  @Test
  void aProgramThatCannotBeExecutedIsTold() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "no program");
    assertThat(text.toFile().setExecutable(true)).isTrue();

    assertThat(run(Map.of(), text.toString())).isEqualTo(126);
  }

  private static String dial(String address, int port) {
    return "exec 3<>/dev/tcp/%s/%d || exit 1; timeout 20 cat <&3".formatted(address, port);
  }

  private int run(Map<String, String> variables, String... command) throws InterruptedException {
    return start(variables, command).exitCode();
  }

  private ChildProcess start(Map<String, String> variables, String... command) {
    return ChildProcess.start(List.of(command), path(variables), directory, List.of(redirect));
  }

  private static Map<String, String> path(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("PATH", System.getenv("PATH"));
    return all;
  }
}
