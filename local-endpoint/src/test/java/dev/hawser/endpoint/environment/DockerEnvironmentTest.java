package dev.hawser.endpoint.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Docker's own client reads the file; a server that answers like an engine sees what it made of
// it.
@Timeout(60)
class DockerEnvironmentTest {
  private final BlockingQueue<String> created = new ArrayBlockingQueue<>(10);
  private final Path directory;
  private HttpServer engine;

  DockerEnvironmentTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    EnvironmentReader.requireProgram("docker");
    engine.createContext("/", this::answer);
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean creates = exchange.getRequestURI().getPath().endsWith("/containers/create");
    if (creates) {
      created.add(new String(body, StandardCharsets.UTF_8));
    }
    byte[] answer =
        (creates ? "{\"Id\":\"1\",\"Warnings\":[]}" : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Api-Version", "1.41");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(creates ? 201 : 200, head ? -1 : answer.length);
    if (!head) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  @Test
  void theClientReadsEveryValueAsItWas() throws Exception {
    assertReadAsWritten(AwkwardVariables.known(), "known values");
  }

  @Test
  void theClientReadsValuesThatNobodyThoughtOf() throws Exception {
    long seed = System.nanoTime();
    assertReadAsWritten(AwkwardVariables.random(seed, 400), "seed " + seed);
  }

  private void assertReadAsWritten(Map<String, String> variables, String description)
      throws Exception {
    EnvironmentFile file =
        EnvironmentFile.write(
            directory.resolve("variables"), EnvironmentFormat.DOCKER, Environment.of(variables));
    Map<String, String> wanted = new LinkedHashMap<>(variables);
    wanted.keySet().removeAll(file.leftOut());

    String request = createdBy(file.path());

    String list = EnvironmentText.of(Environment.of(wanted), EnvironmentFormat.DOCKER).text();
    for (String line : list.split("\n")) {
      assertThat(request).as(description).contains(asGoWritesIt(line));
    }
  }

  private String createdBy(Path file) throws Exception {
    ProcessBuilder docker =
        new ProcessBuilder("docker", "create", "--env-file", file.toString(), "any:1");
    docker.environment().put("DOCKER_HOST", "tcp://127.0.0.1:" + engine.getAddress().getPort());
    docker.environment().put("DOCKER_CONFIG", directory.toString());
    Process process = docker.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    String request = created.poll(10, TimeUnit.SECONDS);
    return request == null ? "" : request;
  }

  /// Go's encoding/json escapes these.
  private static String asGoWritesIt(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\t", "\\t")
            .replace("\r", "\\r")
            .replace("&", "\\u0026")
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
        + '"';
  }
}
