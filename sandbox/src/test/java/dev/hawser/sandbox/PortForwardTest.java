package dev.hawser.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The port-forward WebSocket, message by message. The test itself listens at the pod's address.
class PortForwardTest extends SandboxFixture {
  private static final long MUCH = 20L << 20;
  private static final int PORT = 9_090;

  PortForwardTest(SharedSandbox sandbox) {
    super(sandbox);
  }

  /// Takes a message only when asked to.
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    @Override
    public void onOpen(WebSocket socket) {}

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      message.writeBytes(bytes);
      if (last) {
        received.add(message.toByteArray());
        message.reset();
      } else {
        socket.request(1);
      }
      return null;
    }

    byte[] next(WebSocket socket) throws InterruptedException {
      socket.request(1);
      byte[] next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      return next == null ? new byte[0] : next;
    }
  }

  private WebSocket open(Messages messages) throws GeneralSecurityException, IOException {
    Config config = cluster.getConfiguration();
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    byte[] authority = Base64.getDecoder().decode(config.getCaCertData());
    trusted.setCertificateEntry(
        "sandbox",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(authority)));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    URI uri =
        URI.create(
            config.getMasterUrl().replaceFirst("^https", "wss").replaceFirst("/$", "")
                + "/api/v1/namespaces/%s/pods/idle/portforward?ports=%d"
                    .formatted(namespace, PORT));
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + config.getAutoOAuthToken())
        .subprotocols("v4.channel.k8s.io")
        .buildAsync(uri, messages)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private ServerSocket listenInPod() throws IOException {
    String address = run(Workloads.shell("idle", "sleep 100")).getStatus().getPodIP();
    return new ServerSocket(PORT, 10, InetAddress.getByName(address));
  }

  @Test
  void bothChannelsBeginWithThePort() throws Exception {
    Messages messages = new Messages();
    try (ServerSocket server = listenInPod()) {
      WebSocket socket = open(messages);
      assertThat(socket.getSubprotocol()).isEqualTo("v4.channel.k8s.io");
      assertThat(messages.next(socket)).containsExactly(0, PORT & 255, PORT >> 8);
      assertThat(messages.next(socket)).containsExactly(1, PORT & 255, PORT >> 8);
      Socket connection = server.accept();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {0, 'h'}), false).join();
      socket.sendBinary(ByteBuffer.wrap(new byte[] {'i'}), true).join();
      assertThat(connection.getInputStream().readNBytes(2)).containsExactly('h', 'i');
      connection.getOutputStream().write('y');
      assertThat(messages.next(socket)).containsExactly(0, 'y');
      socket.abort();
      assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aRefusalIsToldOnTheErrorChannel() throws Exception {
    listenInPod().close();
    Messages messages = new Messages();
    WebSocket socket = open(messages);
    messages.next(socket);
    messages.next(socket);
    byte[] error = messages.next(socket);
    assertThat(error[0]).isEqualTo((byte) 1);
    assertThat(new String(error, 1, error.length - 1, StandardCharsets.UTF_8))
        .contains("error forwarding port " + PORT)
        .contains("Connection refused");
    socket.abort();
  }

  @Test
  void aClientThatDoesNotReadHoldsThePodBack() throws Exception {
    Messages messages = new Messages();
    try (ServerSocket server = listenInPod()) {
      WebSocket socket = open(messages);
      Socket connection = server.accept();
      AtomicLong written = new AtomicLong();
      Thread.startVirtualThread(() -> writeMuch(connection, written));
      awaitStandstill(written);
      assertThat(written.get()).isLessThan(MUCH);
      messages.next(socket);
      messages.next(socket);
      long read = 0;
      while (read < MUCH) {
        read += messages.next(socket).length - 1;
      }
      assertThat(written).hasValue(MUCH);
      socket.abort();
    }
  }

  @Test
  void aPodThatDoesNotReadHoldsTheClientBack() throws Exception {
    Messages messages = new Messages();
    try (ServerSocket server = listenInPod()) {
      WebSocket socket = open(messages);
      Socket connection = server.accept();
      AtomicLong sent = new AtomicLong();
      Thread sender = Thread.startVirtualThread(() -> sendMuch(socket, sent));
      awaitStandstill(sent);
      assertThat(sent.get()).isLessThan(MUCH);
      connection.getInputStream().skipNBytes(MUCH);
      sender.join();
      assertThat(sent).hasValue(MUCH);
      socket.abort();
    }
  }

  private static void awaitStandstill(AtomicLong count) {
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> before.getAndSet(count.get()) == count.get() && count.get() > 0);
  }

  private static void writeMuch(Socket connection, AtomicLong written) {
    try {
      OutputStream output = connection.getOutputStream();
      byte[] part = new byte[32 * 1024];
      while (written.get() < MUCH) {
        output.write(part);
        written.addAndGet(part.length);
      }
    } catch (IOException over) {
      throw new AssertionError(over);
    }
  }

  private static void sendMuch(WebSocket socket, AtomicLong sent) {
    byte[] message = new byte[32 * 1024 + 1];
    while (sent.get() < MUCH) {
      socket.sendBinary(ByteBuffer.wrap(message), true).join();
      sent.addAndGet(message.length - 1);
    }
  }
}
