package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.RunningProcess;
import dev.hawser.acceptance.place.Shop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A project that `hawser init` has prepared, and what F5 does with it.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class ProjectTest {
  private static final String HANDSHAKE = "JDWP-Handshake";

  private final Place place;
  private final Shop shop;
  private final ObjectNode original;
  private final LocalProgram local = LocalProgram.onFreePorts();
  private final int jdwp = LocalProgram.freePorts(1).getFirst();

  @TempDir Path project;

  ProjectTest(Place place, Shop shop) {
    this.place = place;
    this.shop = shop;
    this.original = shop.orders().original();
  }

  @Test
  void f5RunsConnectAttachesTheDebuggerAndStoppingItPutsTheOriginalBack() throws IOException {
    Files.writeString(
        project.resolve("KubernetesLocalProcessConfig.yaml"),
        """
        version: 0.1
        volumeMounts:
          - name: keys
            localPath: ./keys
        env:
          - name: KEYS
            value: $(volumeMounts:ke*)/password.txt
          - name: STOCK
            value: http://$(services:stock.%s):8080/name
          - name: GREETING
            value: hello from the project
        enableFeatures:
          - ManagedIdentity
        """
            .formatted(shop.namespace()));
    init();
    JsonNode launch = read("launch.json").at("/configurations/0");
    JsonNode tasks = read("tasks.json");
    JsonNode connect = task(tasks, launch.path("preLaunchTask").asText());
    try (RunningProcess session = run(connect)) {
      Pattern ready =
          Pattern.compile(connect.at("/problemMatcher/background/endsPattern").asText());
      String line = session.awaitLine(one -> ready.matcher(one).find(), Hawser.LIMIT);
      assertThat(line).isEqualTo(Hawser.CONNECTED + "svc/orders");
      assertThatADebuggerIsAnswered(launch.path("port").asInt());
      await("the process answers")
          .atMost(Duration.ofSeconds(20))
          .ignoreException(UncheckedIOException.class)
          .until(() -> local.get("/name").length > 0);
      assertThat(local.variable("GREETING")).isEqualTo("hello from the project");
      assertThat(local.variable("KEYS")).endsWith("/etc/orders/keys/password.txt");
      assertThat(project.resolve("keys/password.txt")).hasContent("no newline");
      assertThat(local.call("get", local.variable("STOCK"))).startsWith("stock");
      assertThat(session.errors()).anyMatch(error -> error.contains("ManagedIdentity"));
      stop(tasks, launch.path("postDebugTask").asText(), session);
    }
    assertThat(shop.orders().original()).isEqualTo(original);
    assertThat(shop.orders().isMarked()).isFalse();
    assertThat(Files.isSymbolicLink(project.resolve("keys"))).isFalse();
  }

  private void init() {
    List<String> words =
        new ArrayList<>(
            List.of("init", "svc/orders", "-n", shop.namespace(), "--container", "orders"));
    words.addAll(local.portOptions());
    words.addAll(List.of("--jdwp", String.valueOf(jdwp), "--ide", "vscode", "--profile", "orders"));
    words.add("--");
    words.addAll(local.command());
    try (RunningProcess init = Hawser.startIn(project, place, words)) {
      assertThat(init.awaitExit(Duration.ofMinutes(1))).as(init.describe()).isZero();
    }
  }

  private JsonNode read(String file) throws IOException {
    return new JsonMapper().readTree(project.resolve(".vscode").resolve(file).toFile());
  }

  private static JsonNode task(JsonNode tasks, String label) {
    for (JsonNode task : tasks.path("tasks")) {
      if (task.path("label").asText().equals(label)) {
        return task;
      }
    }
    throw new AssertionError("no task '%s' in %s".formatted(label, tasks));
  }

  private RunningProcess run(JsonNode task) {
    assertThat(task.path("command").asText()).isEqualTo("hawser");
    assertThat(task.at("/options/cwd").asText()).isEqualTo("${workspaceFolder}");
    List<String> words = new ArrayList<>();
    task.path("args").forEach(word -> words.add(word.asText()));
    return Hawser.startIn(project, place, words);
  }

  /// The first thing that a debugger says, and is answered.
  private static void assertThatADebuggerIsAnswered(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(HANDSHAKE.length());
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo(HANDSHAKE);
    }
  }

  /// The task asks VS Code to terminate the other, which closes its terminal.
  private static void stop(JsonNode tasks, String label, RunningProcess session) {
    String command = task(tasks, label).path("command").asText();
    JsonNode input = tasks.at("/inputs/0");
    assertThat(command).contains("${input:%s}".formatted(input.path("id").asText()));
    assertThat(input.path("command").asText()).isEqualTo("workbench.action.tasks.terminate");
    assertThat(input.path("args").asText()).isEqualTo("hawser: connect orders");
    session.signal("HUP");
    session.awaitExit(Hawser.LIMIT);
  }
}
