package dev.hawser.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.volumes.VolumeMirror;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.security.SessionCertificate;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EndpointTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final SessionCertificate CERTIFICATE = SessionCertificate.generate();

  private final EchoServer echo = new EchoServer("127.0.0.1");
  private final Endpoint endpoint =
      start(List.of(new InboundPort(8080, echo.port())), OptionalInt.empty());
  private final TestAgent agent = new TestAgent(CERTIFICATE.fingerprint());

  EndpointTest() throws IOException {}

  private static Endpoint start(List<InboundPort> inbound, OptionalInt metricsPort) {
    Endpoint endpoint = beforeReception(inbound, metricsPort);
    endpoint.receive();
    return endpoint;
  }

  private static Endpoint beforeReception(List<InboundPort> inbound, OptionalInt metricsPort) {
    return Endpoint.start(
        new EndpointSettings(CERTIFICATE, "test", "shop", inbound, GRACE, metricsPort));
  }

  @AfterEach
  void closeAll() throws IOException {
    endpoint.close();
    agent.close();
    echo.close();
  }

  private AgentLink link() throws IOException {
    return link(endpoint, agent);
  }

  private static AgentLink link(Endpoint endpoint, TestAgent agent) throws IOException {
    return endpoint.link("orders-1", 0, agent.carrier(), agent.fingerprint(), LIMIT);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ClusterService service(String name, int port) {
    return new ClusterService(
        name, "shop", List.of(new ClusterService.Port(Optional.of("http"), port)));
  }

  private static PublishedService publish(Endpoint endpoint, ClusterService service) {
    return endpoint.publish(List.of(service)).getFirst();
  }

  private static Socket connect(PublishedService service) throws IOException {
    Socket socket = new Socket(service.address(), service.ports().getFirst().bound());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void assertEchoed(Socket socket, int length) throws Exception {
    byte[] sent = new byte[length];
    new Random(7).nextBytes(sent);
    try (socket) {
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      socket.getOutputStream().write(sent);
                      socket.shutdownOutput();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      byte[] received = socket.getInputStream().readAllBytes();
      assertThat(received).hasSameSizeAs(sent);
      assertThat(Arrays.mismatch(received, sent)).as("first wrong byte").isNegative();
      sender.join();
    }
  }

  private static void assertReset(Socket socket) throws IOException {
    try (socket) {
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  // ---- cluster to local

  @Test
  void whatTheClusterSendsReachesTheLocalProcessAndItsAnswerTheCluster() throws Exception {
    link();

    assertEchoed(agent.connectToContainer(8080), 3_000_000);
  }

  @Test
  void aProcessThatListensOnTheOtherLoopbackIsReachedToo() throws Exception {
    try (EchoServer six = new EchoServer("::1");
        Endpoint other = start(List.of(new InboundPort(8080, six.port())), OptionalInt.empty());
        TestAgent its = new TestAgent(CERTIFICATE.fingerprint())) {
      link(other, its);

      assertEchoed(its.connectToContainer(8080), 1000);
    }
  }

  @Test
  void aProcessThatDoesNotListenIsARefusalForTheCaller() throws Exception {
    echo.close();
    link();

    assertReset(agent.connectToContainer(8080));
  }

  @Test
  void callsWaitForAProcessThatIsStartingAndThenAgentsAreToldOfIt() throws Exception {
    int port = freePort();
    try (Endpoint other =
            beforeReception(List.of(new InboundPort(8080, port)), OptionalInt.empty());
        TestAgent its = new TestAgent(CERTIFICATE.fingerprint())) {
      link(other, its);
      var received = other.receiveOnceListening(LIMIT).toCompletableFuture();
      try (Socket caller = its.connectToContainer(8080)) {
        caller.getOutputStream().write('x');
        assertThat(its.received()).isNotDone();

        try (EchoServer late = new EchoServer("127.0.0.1", port)) {
          assertThat(late.port()).isEqualTo(port);
          assertThat(caller.getInputStream().read()).isEqualTo('x');
          assertThat(received.get(10, TimeUnit.SECONDS)).isEmpty();
          its.received().get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  @Test
  void anAgentThatIsLinkedLaterIsToldToo() throws Exception {
    link();

    agent.received().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whenAProcessDoesNotListenInTimeItsPortsAreNamedAndCallersRefused() throws Exception {
    int port = freePort();
    try (Endpoint other =
            beforeReception(List.of(new InboundPort(8080, port)), OptionalInt.empty());
        TestAgent its = new TestAgent(CERTIFICATE.fingerprint())) {
      link(other, its);
      Socket waiting = its.connectToContainer(8080);

      var received = other.receiveOnceListening(Duration.ofMillis(300)).toCompletableFuture();

      assertThat(received.get(10, TimeUnit.SECONDS)).containsExactly(port);
      assertReset(waiting);
      its.received().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aPortThatAloneStaysSilentIsNotWaitedForLong() throws Exception {
    int silent = freePort();
    List<InboundPort> ports =
        List.of(new InboundPort(8080, echo.port()), new InboundPort(8081, silent));
    try (Endpoint other = beforeReception(ports, OptionalInt.empty())) {
      assertThat(other.receiveOnceListening(LIMIT).toCompletableFuture().get(9, TimeUnit.SECONDS))
          .containsExactly(silent);
    }
  }

  @Test
  void aPortThatNobodyServesIsRefused() throws Exception {
    link();

    assertReset(agent.connectToContainer(9999));
  }

  @Test
  void aServiceThatLeadsToTheAgentsIsSeenToArrive() throws Exception {
    agent.reaches(Destination.tcp("orders.shop", 80), agent.listen(8080));
    link();

    assertThat(arrives("orders", Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aServiceThatStillLeadsToAnOriginalIsNotSeenToArrive() throws Exception {
    agent.reaches(Destination.tcp("orders.shop", 80), echo.address());
    link();

    assertThat(arrives("orders", Duration.ofMillis(300))).isFalse();
  }

  @Test
  void connectionsOfOthersAreNotTakenForTheOneThatWasTried() throws Exception {
    try (ServerSocket original = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      agent.reaches(
          Destination.tcp("orders.shop", 80),
          new InetSocketAddress(original.getInetAddress(), original.getLocalPort()));
      agent.listen(8080);
      link();
      CompletableFuture<Boolean> arrived =
          CompletableFuture.supplyAsync(() -> arrives("orders", LIMIT));

      try (Socket tried = original.accept()) {
        assertEchoed(agent.connectToContainer(8080), 1);
        tried.getOutputStream().close();
      }

      assertThat(arrived.get(9, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void aServiceThatNobodyAnswersForIsNotSeenToArrive() throws Exception {
    link();

    assertThat(arrives("orders", Duration.ofSeconds(10))).isFalse();
  }

  private boolean arrives(String name, Duration limit) {
    ClusterService service = service(name, 80);
    return endpoint.arrives(service, service.ports().getFirst(), limit);
  }

  // ---- local to cluster

  @Test
  void aPublishedServiceIsReachedAtItsRealPortThroughTheAgent() throws Exception {
    int port = freePort();
    agent.reaches(Destination.tcp("stock.shop", port), echo.address());
    link();

    PublishedService published = publish(endpoint, service("stock", port));

    assertThat(published.address().isLoopbackAddress()).isTrue();
    assertThat(published.address().getHostAddress()).isNotEqualTo("127.0.0.1");
    assertThat(published.ports())
        .containsExactly(
            new PublishedService.Port(Optional.of("http"), port, port, Optional.empty()));
    assertThat(published.hasRealPorts()).isTrue();
    assertEchoed(connect(published), 3_000_000);
    assertThat(agent.opened()).containsExactly(Destination.tcp("stock.shop", port));
  }

  @Test
  void servicesThatComeAreReachedAtOnceAndThoseThatGoAreNot() throws Exception {
    int port = freePort();
    agent.reaches(Destination.tcp("stock.shop", port), echo.address());
    agent.reaches(Destination.tcp("mail.example", port), echo.address());
    link();
    PublishedService stock = publish(endpoint, service("stock", port));
    ClusterService mail =
        new ClusterService("mail", "shop", service("mail", port).ports(), "mail.example");

    List<PublishedService> both = endpoint.publish(List.of(service("stock", port), mail));

    assertThat(both.getFirst()).isEqualTo(stock);
    assertEchoed(connect(both.get(0)), 1000);
    assertEchoed(connect(both.get(1)), 1000);

    endpoint.publish(List.of(mail));

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> connect(stock).close())
                    .isInstanceOf(SocketException.class));
    assertEchoed(connect(both.get(1)), 1000);
  }

  @Test
  void aCallerThatHasFinishedSendingReceivesAnAnswerThatHasToWait() throws Exception {
    byte[] answer = new byte[20_000_000];
    new Random(8).nextBytes(answer);
    int port = freePort();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      agent.reaches(
          Destination.tcp("stock.shop", port), (InetSocketAddress) server.getLocalSocketAddress());
      link();
      PublishedService published = publish(endpoint, service("stock", port));
      try (Socket caller = new Socket()) {
        caller.setReceiveBufferSize(4096); // the answer has to wait, wherever it comes through
        caller.setSoTimeout(10_000);
        caller.connect(new InetSocketAddress(published.address(), port));
        caller.getOutputStream().write(1);
        caller.shutdownOutput();
        try (Socket called = server.accept()) {
          assertThat(called.getInputStream().readAllBytes()).containsExactly(1);
          Thread.ofVirtual().start(() -> answer(called, answer));

          assertThat(Arrays.mismatch(caller.getInputStream().readNBytes(answer.length), answer))
              .as("first wrong byte")
              .isNegative();
          assertThat(caller.getInputStream().read()).isNegative();
        }
      }
    }
  }

  private static void answer(Socket socket, byte[] answer) {
    try {
      socket.getOutputStream().write(answer);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRefusedDialInTheClusterResetsTheLocalCaller() throws Exception {
    int port = freePort();
    agent.reaches(
        Destination.tcp("stock.shop", port), new InetSocketAddress("127.0.0.1", freePort()));
    link();

    assertReset(connect(publish(endpoint, service("stock", port))));
  }

  @Test
  void connectionsThatLiveAndThoseThatFailedCanBeLookedAt() throws Exception {
    agent.reaches(
        Destination.tcp("stock.shop", 80), new InetSocketAddress("127.0.0.1", echo.port()));
    AgentLink link = link();
    try (Socket open = connect(publish(endpoint, service("stock", 80)))) {
      open.getOutputStream().write(5);
      assertThat(open.getInputStream().read()).isEqualTo(5);
      assertThat(link.streams(10).views())
          .filteredOn(stream -> stream.target().equals("stock.shop:80")) // one is the reception's
          .singleElement()
          .satisfies(
              stream -> {
                assertThat(stream.name()).startsWith(link.sessionName() + "/");
                assertThat(stream.target()).isEqualTo("stock.shop:80");
                assertThat(stream.sent()).isEqualTo(1);
                assertThat(stream.received()).isEqualTo(1);
              });
      assertReset(connect(publish(endpoint, service("ghost", 80))));
      assertThat(endpoint.failedStreams())
          .singleElement()
          .satisfies(
              failed -> {
                assertThat(failed.stream().target()).isEqualTo("ghost.shop:80");
                assertThat(failed.code()).isEqualTo(ResetCode.UNRESOLVED);
              });
    }
  }

  @Test
  void aPortThatAnotherProcessHasOnEveryAddressIsReplacedAndSaid() throws Exception {
    link();
    try (ServerSocket taken = new ServerSocket(0)) {
      agent.reaches(Destination.tcp("stock.shop", taken.getLocalPort()), echo.address());

      PublishedService published = publish(endpoint, service("stock", taken.getLocalPort()));

      PublishedService.Port port = published.ports().getFirst();
      assertThat(port.bound()).isNotEqualTo(port.number());
      assertThat(port.whyOther()).hasValueSatisfying(why -> assertThat(why).contains("another"));
      assertEchoed(connect(published), 1000);
    }
  }

  /// Root has the privilege, so here the two outcomes stand side by side.
  @Test
  void aPortThatNeedsAPrivilegeIsReplacedWhereThereIsNone() throws Exception {
    agent.reaches(Destination.tcp("stock.shop", 80), echo.address());
    link();

    PublishedService published = publish(endpoint, service("stock", 80));

    PublishedService.Port port = published.ports().getFirst();
    assertThat(published.address().getHostAddress()).isNotEqualTo("127.0.0.1");
    if (port.bound() != 80) {
      assertThat(port.whyOther()).hasValueSatisfying(why -> assertThat(why).contains("this user"));
    }
    assertEchoed(connect(published), 1000);
  }

  @Test
  void twoSessionsWithOneClusterBothHaveTheRealPort() throws Exception {
    int port = freePort();
    try (Endpoint other = start(List.of(), OptionalInt.empty())) {
      PublishedService one = publish(endpoint, service("stock", port));
      PublishedService two = publish(other, service("stock", port));

      assertThat(two.address()).isNotEqualTo(one.address());
      assertThat(two.hasRealPorts()).isTrue();
    }
  }

  @Test
  void thePortOfTheLocalProcessIsKeptFree() throws Exception {
    int port = freePort();
    try (Endpoint other = start(List.of(new InboundPort(80, port)), OptionalInt.empty())) {
      PublishedService published = publish(other, service("stock", port));

      assertThat(published.ports().getFirst().bound()).isNotEqualTo(port);
      assertThat(published.ports().getFirst().whyOther()).isPresent();
      new ServerSocket(port).close();
    }
  }

  @Test
  void connectionsAreSpreadOverTheAgents() throws Exception {
    int port = freePort();
    Destination stock = Destination.tcp("stock.shop", port);
    agent.reaches(stock, echo.address());
    link();
    try (TestAgent second = new TestAgent(CERTIFICATE.fingerprint())) {
      second.reaches(stock, echo.address());
      link(endpoint, second);
      assertThat(endpoint.linkedAgents()).isEqualTo(2);
      PublishedService published = publish(endpoint, service("stock", port));

      for (int i = 0; i < 6; i++) {
        assertEchoed(connect(published), 10);
      }

      assertThat(agent.opened()).hasSize(3);
      assertThat(second.opened()).hasSize(3);
    }
  }

  @Test
  void withoutAnAgentConnectionsAreReset() throws Exception {
    assertReset(connect(publish(endpoint, service("stock", freePort()))));
  }

  // ---- links

  @Test
  void aLiveConnectionSurvivesABrokenLine() throws Exception {
    int port = freePort();
    agent.reaches(Destination.tcp("stock.shop", port), echo.address());
    AgentLink link = link();
    CountDownLatch resumed = new CountDownLatch(1);
    link.onLine(
        new LineListener() {
          @Override
          public void onResumed(Duration down) {
            resumed.countDown();
          }
        });
    Socket live = connect(publish(endpoint, service("stock", port)));
    live.getOutputStream().write(1);
    assertThat(live.getInputStream().read()).isEqualTo(1);

    agent.cut();

    assertThat(resumed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(link.line()).isInstanceOf(LineState.Up.class);
    assertEchoed(live, 100_000);
  }

  @Test
  void theLossOfAnAgentIsToldAndTheOthersGoOn() throws Exception {
    int port = freePort();
    Destination stock = Destination.tcp("stock.shop", port);
    agent.reaches(stock, echo.address());
    AgentLink lost = link();
    PublishedService published = publish(endpoint, service("stock", port));
    Socket live = connect(published);
    live.getOutputStream().write(1);
    assertThat(live.getInputStream().read()).isEqualTo(1);

    agent.vanish();

    assertThat(lost.closed().toCompletableFuture().get())
        .isInstanceOfSatisfying(LinkEnd.Lost.class, end -> assertThat(end.reason()).isNotBlank());
    assertReset(live);
    await().until(() -> endpoint.linkedAgents() == 0);
    try (TestAgent second = new TestAgent(CERTIFICATE.fingerprint())) {
      second.reaches(stock, echo.address());
      link(endpoint, second);
      assertEchoed(connect(published), 1000);
    }
  }

  @Test
  void aLinkThatIsClosedIsNotLost() throws Exception {
    AgentLink link = link();
    assertThat(link.agentName()).isEqualTo("orders-1");

    link.close();

    assertThat(link.closed().toCompletableFuture().get()).isEqualTo(new LinkEnd.Closed());
    await().until(() -> endpoint.linkedAgents() == 0);
  }

  @Test
  void anAgentWithAnotherCertificateIsNotLinked() throws Exception {
    try (TestAgent other = new TestAgent(CERTIFICATE.fingerprint())) {
      assertThatThrownBy(
              () -> endpoint.link("orders-1", 0, agent.carrier(), other.fingerprint(), LIMIT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("orders-1");
    }
    assertThat(endpoint.linkedAgents()).isZero();
  }

  @Test
  void aCarrierThatNeverConnectsIsGivenUp() {
    assertThatThrownBy(
            () ->
                endpoint.link(
                    "orders-1",
                    0,
                    loop -> loop.newPromise(),
                    agent.fingerprint(),
                    Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("within 50 ms");
  }

  // ---- what the container has

  @Test
  void theEnvironmentComesFromAnyAgentThatTellsIt() throws Exception {
    link();
    try (TestAgent second = new TestAgent(CERTIFICATE.fingerprint())) {
      second.serves(AgentService.ENVIRONMENT, "A=1\0B=x\ny\0".getBytes(UTF_8));
      link(endpoint, second);

      Environment environment = endpoint.environment(LIMIT);

      assertThat(environment.variables()).containsEntry("A", "1").containsEntry("B", "x\ny");
    }
  }

  @Test
  void anEnvironmentThatNobodyTellsIsAFailure() throws Exception {
    assertThatThrownBy(() -> endpoint.environment(LIMIT)).hasMessageContaining("no agent");
    link();
    assertThatThrownBy(() -> endpoint.environment(LIMIT))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().what()).contains("orders-1", "UNSUPPORTED"));
  }

  @Test
  void volumesAreMirrored(@TempDir Path directory) throws Exception {
    String content = "x".repeat(1_000_000);
    agent.serves(AgentService.VOLUMES, tar("etc/app/big", content));
    link();

    VolumeMirror mirror = endpoint.mirrorVolumes(directory.resolve("m"), LIMIT);

    assertThat(mirror.directory().resolve("etc/app/big")).hasContent(content);
    assertThat(mirror.skipped()).isEmpty();
  }

  @Test
  void aMirrorThatFailsLeavesNothingBehind(@TempDir Path directory) throws Exception {
    byte[] whole = tar("etc/app/big", "x".repeat(100_000));
    agent.serves(AgentService.VOLUMES, Arrays.copyOf(whole, 50_000));
    link();

    assertThatThrownBy(() -> endpoint.mirrorVolumes(directory.resolve("m"), LIMIT))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("orders-1");
    assertThat(directory.resolve("m")).isEmptyDirectory();
  }

  @Test
  void aVolumeThatTheAgentTellsOfIsRenewed(@TempDir Path directory) throws Exception {
    agent.serves(AgentService.VOLUMES, volume("..1", "old"));
    agent.serves(AgentService.VOLUME_CHANGES, "/etc/app\0".getBytes(UTF_8));
    link();
    VolumeMirror mirror = endpoint.mirrorVolumes(directory.resolve("m"), LIMIT);
    Path file = mirror.directory().resolve("etc/app/password");
    assertThat(file).hasContent("old");

    agent.serves(AgentService.VOLUMES, volume("..2", "new"));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    VolumeFollowing following = endpoint.keepFresh(mirror, told::add);

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("/etc/app");
    assertThat(file).hasContent("new");
    following.close();
    assertThat(directory.resolve("m.arriving")).doesNotExist();
  }

  @Test
  void aVolumeOnDemandComesIntoTheMirror(@TempDir Path directory) throws Exception {
    agent.serves(AgentService.VOLUMES, volume("..1", "small"));
    link();
    VolumeMirror mirror = endpoint.mirrorVolumes(directory.resolve("m"), LIMIT);

    agent.serves(AgentService.VOLUMES, tar("data/big", "large"));
    VolumeMirror came = endpoint.bringVolume(mirror, "/data", LIMIT);

    assertThat(came.files()).isEqualTo(1);
    assertThat(mirror.directory().resolve("data/big")).hasContent("large");
  }

  /// A Secret as the kubelet lays it out.
  private static byte[] volume(String writing, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry file = new TarArchiveEntry("etc/app/" + writing + "/password");
      file.setSize(content.length());
      tar.putArchiveEntry(file);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
      link(tar, "etc/app/..data", writing);
      link(tar, "etc/app/password", "..data/password");
    }
    return bytes.toByteArray();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    link.setLinkName(target);
    tar.putArchiveEntry(link);
    tar.closeArchiveEntry();
  }

  private static byte[] tar(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length());
      tar.putArchiveEntry(entry);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  // ---- metrics and the end

  @Test
  void prometheusReadsWhatWasCarried() throws Exception {
    try (Endpoint measured = start(List.of(new InboundPort(8080, echo.port())), OptionalInt.of(0));
        TestAgent its = new TestAgent(CERTIFICATE.fingerprint());
        HttpClient client = HttpClient.newHttpClient()) {
      link(measured, its);
      assertEchoed(its.connectToContainer(8080), 1000);
      int port = measured.metricsPort().orElseThrow();

      HttpResponse<String> scrape = get(client, port, "/metrics");

      assertThat(scrape.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
      assertThat(scrape.body())
          .contains("hawser_stream_bytes_total{direction=\"inbound\",protocol=\"tcp\"} 1000.0")
          .contains("hawser_stream_bytes_total{direction=\"outbound\",protocol=\"tcp\"} 1000.0")
          .contains("hawser_links 1.0")
          .contains("hawser_build_info{version=");
      assertThat(get(client, port, "/").statusCode()).isEqualTo(404);
    }
    assertThat(endpoint.metricsPort()).isEmpty();
  }

  private static HttpResponse<String> get(HttpClient client, int port, String path)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTakenPortForMetricsIsAFailureThatNamesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(List.of(), OptionalInt.of(port)).close())
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> {
                assertThat(e.failure().kind()).isEqualTo(FailureKind.LOCAL_PRIVILEGE_OR_PORT);
                assertThat(e.failure().what()).contains(String.valueOf(port));
              });
    }
  }

  @Test
  void theEndClosesListenersAndLinks() throws Exception {
    AgentLink link = link();
    PublishedService published = publish(endpoint, service("stock", freePort()));

    endpoint.close();
    endpoint.close();

    assertThat(link.closed().toCompletableFuture().get()).isEqualTo(new LinkEnd.Closed());
    assertThatThrownBy(() -> connect(published).close()).hasMessageContaining("refused");
  }
}
