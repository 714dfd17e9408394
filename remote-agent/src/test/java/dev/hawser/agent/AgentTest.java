package dev.hawser.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.TestEndpoint.Accepted;
import dev.hawser.agent.container.ContainerEnvironment;
import dev.hawser.agent.listen.Lingering;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import dev.hawser.tunnel.bootstrap.ServiceRequest;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.relay.BlockingStream;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.TunnelSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestEndpoint endpoint = new TestEndpoint();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path volumeRoot;
  private final Agent agent;

  AgentTest(@TempDir Path volumeRoot) throws Exception {
    this.volumeRoot = volumeRoot;
    Path mount = Files.createDirectories(volumeRoot.resolve("etc/app"));
    Files.writeString(mount.resolve("app.properties"), "colour=blue\n");
    agent = Agent.start(settings(List.of(0, 0), volumeRoot));
  }

  private AgentSettings settings(List<Integer> ports, Path volumeRoot) {
    return new AgentSettings(
        endpoint.certificate.fingerprint(),
        ports,
        List.of("/etc/app"),
        0,
        0,
        LOOPBACK,
        LOOPBACK,
        volumeRoot.toString(),
        LinkSettings.DEFAULT_GRACE);
  }

  @AfterEach
  void close() {
    agent.close();
    endpoint.close();
    client.close();
  }

  @Test
  void theAgentIsReadyWhileTheTunnelIsUp() throws Exception {
    assertThat(probe("/ready")).isEqualTo(503);
    assertThat(probe("/live")).isEqualTo(200);

    TunnelSession session = endpoint.link(agent);
    awaitProbe(200);

    session.close();
    awaitProbe(503);
    assertThat(probe("/live")).isEqualTo(200);
  }

  @Test
  void theAgentIsNotReadyBeforeTheLocalProcessTakesCallsNorAfter() throws Exception {
    TunnelSession session = endpoint.link(agent, endpoint.certificate, agent.fingerprint());
    assertThat(get("/ready").body()).contains("does not take calls yet");

    BlockingStream notice = TestEndpoint.receive(session);
    awaitProbe(200);

    notice.close();
    awaitProbe(503);
  }

  @Test
  void anAgentThatLingersTakesConnectionsAsBefore() throws Exception {
    endpoint.link(agent);
    awaitProbe(200);
    Thread end = Thread.ofVirtual().start(this::linger);
    try (Socket caller = new Socket(LOOPBACK, agent.listenPorts().getFirst())) {
      caller.getOutputStream().write('x');
      try (BlockingStream stream = endpoint.awaitAccepted().stream()) {
        assertThat(stream.input().read()).isEqualTo('x');
      }
    }
    assertThat(end.isAlive()).isTrue();
    end.interrupt();
    end.join();
  }

  @Test
  void anAgentWithoutATunnelDoesNotLinger() throws Exception {
    Thread end = Thread.ofVirtual().start(this::linger);

    assertThat(end.join(Duration.ofSeconds(10))).isTrue();
  }

  private void linger() {
    try {
      agent.linger(new Lingering(LONG, LONG, LONG));
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aConnectionToAServicePortBecomesAStreamThatNamesThePort() throws Exception {
    endpoint.link(agent);
    awaitProbe(200);
    int port = agent.listenPorts().get(1);

    try (Socket caller = new Socket(LOOPBACK, port)) {
      Accepted accepted = endpoint.awaitAccepted();
      assertThat(accepted.destination().host()).isEmpty();
      try (BlockingStream stream = accepted.stream()) {
        caller.getOutputStream().write("request".getBytes(UTF_8));
        caller.shutdownOutput();
        assertThat(stream.input().readAllBytes()).isEqualTo("request".getBytes(UTF_8));
        stream.output().write("answer".getBytes(UTF_8));
        stream.output().close();
        assertThat(caller.getInputStream().readAllBytes()).isEqualTo("answer".getBytes(UTF_8));
      }
    }
  }

  @Test
  void withoutATunnelConnectionsAreReset() throws Exception {
    try (Socket caller = new Socket(LOOPBACK, agent.listenPorts().getFirst())) {
      assertThatThrownBy(
              () -> {
                int read = caller.getInputStream().read();
                throw new AssertionError("an end of stream is no reset: " + read);
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aStreamReachesAServerAndCarriesBothDirections() throws Exception {
    TunnelSession session = endpoint.link(agent);
    byte[] content = new byte[3_000_000];
    new Random(11).nextBytes(content);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      Thread echo =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket served = server.accept()) {
                      served.getOutputStream().write('!'); // the server speaks first
                      served.getInputStream().transferTo(served.getOutputStream());
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      Destination destination = Destination.tcp("localhost", server.getLocalPort());
      try (BlockingStream stream = BlockingStream.open(session, destination)) {
        assertThat(stream.input().read()).isEqualTo('!');
        Thread writer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (var out = stream.output()) {
                        out.write(content);
                      } catch (IOException e) {
                        throw new AssertionError(e);
                      }
                    });
        assertThat(stream.input().readAllBytes()).isEqualTo(content);
        writer.join();
      }
      echo.join();
    }
  }

  @Test
  void aDialThatFailsIsResetWithItsReason() throws Exception {
    TunnelSession session = endpoint.link(agent);
    int nobody;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
      nobody = taken.getLocalPort();
    }

    assertThat(TestEndpoint.outcome(session, Destination.tcp(LOOPBACK, nobody)))
        .isEqualTo("REFUSED");
    assertThat(TestEndpoint.outcome(session, Destination.tcp("no-such-name.invalid", 80)))
        .isEqualTo("UNRESOLVED");
    assertThat(TestEndpoint.outcome(session, Destination.tcp("", 80))).isEqualTo("UNRESOLVED");
    assertThat(TestEndpoint.outcome(session, Destination.service("teapot")))
        .isEqualTo("UNSUPPORTED");
  }

  @Test
  void environmentAndVolumesAreHandedOver() throws Exception {
    TunnelSession session = endpoint.link(agent);

    assertThat(TestEndpoint.read(session, AgentService.ENVIRONMENT))
        .isNotEmpty()
        .isEqualTo(ContainerEnvironment.ofThisProcess());
    byte[] volumes = TestEndpoint.read(session, AgentService.VOLUMES);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(volumes))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("etc/app/");
      assertThat(tar.getNextEntry().getName()).isEqualTo("etc/app/app.properties");
      assertThat(tar.readAllBytes()).isEqualTo("colour=blue\n".getBytes(UTF_8));
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void aVolumeThatTheKubeletWritesAnewIsToldUntilNobodyWantsToKnow() throws Exception {
    writeAnew("..1");
    TunnelSession session = endpoint.link(agent);
    try (BlockingStream changes =
        BlockingStream.open(
            session, Destination.service(AgentService.VOLUME_CHANGES.destination()))) {
      new ServiceRequest(List.of("/etc/app", "..0")).writeTo(changes.output());
      assertThat(changes.input().readNBytes(9)).isEqualTo("/etc/app\0".getBytes(UTF_8));

      writeAnew("..2");

      assertThat(changes.input().readNBytes(9)).isEqualTo("/etc/app\0".getBytes(UTF_8));
    }
  }

  private void writeAnew(String writing) throws Exception {
    Path link = volumeRoot.resolve("etc/app/..data");
    Path swap = Files.createSymbolicLink(volumeRoot.resolve("swap"), Path.of(writing));
    Files.move(swap, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aVolumeThatIsNamedComesWhateverElseThereIs() throws Exception {
    TunnelSession session = endpoint.link(agent);

    assertThat(entries(session, "/etc/app/app.properties"))
        .containsExactly("etc/app/app.properties");
    assertThat(entries(session, "/etc"))
        .containsExactly("etc skipped: in no volume of the container");
  }

  private static List<String> entries(TunnelSession session, String path) throws Exception {
    List<String> entries = new ArrayList<>();
    try (BlockingStream stream =
            BlockingStream.open(session, Destination.service(AgentService.VOLUMES.destination()));
        TarArchiveInputStream tar = new TarArchiveInputStream(stream.input())) {
      new ServiceRequest(List.of(path)).writeTo(stream.output());
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String skipped = entry.getExtraPaxHeader(AgentService.SKIPPED);
        entries.add(entry.getName() + (skipped == null ? "" : " skipped: " + skipped));
      }
    }
    return entries;
  }

  @Test
  void aStrangersCertificateIsRefused() throws Exception {
    assertThatThrownBy(
            () -> endpoint.link(agent, SessionCertificate.generate(), agent.fingerprint()))
        .isInstanceOf(Exception.class);
    assertThat(probe("/ready")).isEqualTo(503);

    endpoint.link(agent);
    awaitProbe(200);
  }

  @Test
  void anEndpointDoesNotTrustAnotherAgent() {
    assertThatThrownBy(
            () ->
                endpoint.link(
                    agent, endpoint.certificate, SessionCertificate.generate().fingerprint()))
        .isInstanceOf(Exception.class);
  }

  @Test
  void aSecondSessionTakesThePlaceOfTheFirst() throws Exception {
    TunnelSession first = endpoint.link(agent);
    awaitProbe(200);
    TunnelSession second = endpoint.link(agent);

    assertThat(first.closed().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(probe("/ready")).isEqualTo(200);
    try (Socket caller = new Socket(LOOPBACK, agent.listenPorts().getFirst())) {
      caller.getOutputStream().write('x');
      try (BlockingStream stream = endpoint.awaitAccepted().stream()) {
        assertThat(stream.input().read()).isEqualTo('x');
      }
    }
    second.close();
    awaitProbe(503);
  }

  @Test
  void whatTheTunnelCarriedIsCounted() throws Exception {
    TunnelSession session = endpoint.link(agent);
    int bytes = TestEndpoint.read(session, AgentService.ENVIRONMENT).length;

    await()
        .untilAsserted(
            () ->
                assertThat(page("/metrics"))
                    .contains("hawser_links 1")
                    .contains(
                        "hawser_stream_bytes_total{direction=\"inbound\",protocol=\"service\"} %s"
                            .formatted((double) bytes)));
  }

  @Test
  void drainingLetsLiveConnectionsEndAndTakesNoMore() throws Exception {
    endpoint.link(agent);
    awaitProbe(200);
    try (Socket caller = new Socket(LOOPBACK, agent.listenPorts().getFirst())) {
      caller.getOutputStream().write('x');
      BlockingStream stream = endpoint.awaitAccepted().stream();
      CompletableFuture<Void> drained =
          CompletableFuture.runAsync(() -> agent.drain(Duration.ofSeconds(10)));
      awaitProbe(503);
      stream.output().write('y');
      assertThat(caller.getInputStream().read()).isEqualTo('y');
      assertThat(drained.isDone()).isFalse();
      stream.output().close();
      caller.close();
      stream.close();
      drained.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void closingResetsLiveConnectionsAndEndsTheSession() throws Exception {
    TunnelSession session = endpoint.link(agent);
    awaitProbe(200);
    try (Socket caller = new Socket(LOOPBACK, agent.listenPorts().getFirst())) {
      caller.getOutputStream().write('x');
      endpoint.awaitAccepted();

      agent.close();

      assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(session.closed().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed(@TempDir Path volumeRoot) throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(LOOPBACK, 0));
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> Agent.start(settings(List.of(port), volumeRoot)))
          .isInstanceOf(AgentStartException.class)
          .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port + ": ");
    }
  }

  private void awaitProbe(int status) {
    await().untilAsserted(() -> assertThat(probe("/ready")).isEqualTo(status));
  }

  private int probe(String path) throws Exception {
    return get(path).statusCode();
  }

  private String page(String path) throws Exception {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://" + LOOPBACK + ":" + agent.probePort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
