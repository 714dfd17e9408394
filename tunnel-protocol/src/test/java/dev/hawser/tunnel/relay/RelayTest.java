package dev.hawser.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real sockets on loopback: client, listener, tunnel with TLS, dialer, server.
@Timeout(30)
class RelayTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private LoopbackTunnel tunnel;
  private ServerSocket server;

  @BeforeEach
  void start() throws Exception {
    server = new ServerSocket(0, 500, java.net.InetAddress.getLoopbackAddress());
    tunnel = LoopbackTunnel.to(server.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    tunnel.close();
    server.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void bytesArriveWholeInBothDirectionsAtOnce() throws Exception {
    byte[] up = random(16 * MEBIBYTE, 1);
    byte[] down = random(16 * MEBIBYTE, 2);
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      Future<?> sendingUp = sendAll(client, up);
      Future<?> sendingDown = sendAll(served, down);
      Future<byte[]> receivedUp = threads.submit(() -> served.getInputStream().readAllBytes());
      assertThat(client.getInputStream().readAllBytes()).isEqualTo(down);
      assertThat(receivedUp.get()).isEqualTo(up);
      sendingUp.get();
      sendingDown.get();
    }
  }

  @Test
  void bytesThatThePeerSendsOneByOneArriveWholeAndInOrder() throws Exception {
    byte[] sent = random(20_000, 3);
    TunnelSession session = tunnel.endpoint();
    session.eventLoop().submit(() -> sendOneByOne(session, sent)).sync();
    try (Socket served = server.accept()) {
      assertThat(served.getInputStream().readAllBytes()).isEqualTo(sent);
    }
  }

  private void sendOneByOne(TunnelSession session, byte[] bytes) {
    TunnelStream stream =
        session.open(Destination.tcp("target", server.getLocalPort()), new Unheard());
    for (byte one : bytes) {
      stream.write(Unpooled.buffer(1).writeByte(one));
    }
    stream.finish();
  }

  private record Unheard() implements StreamReceiver {
    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onFinish() {}

    @Override
    public void onReset(ResetCode code) {}

    @Override
    public void onWritable() {}
  }

  @Test
  void aServerThatSpeaksFirstIsHeard() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      served.getOutputStream().write("220 ready\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(client.getInputStream().readNBytes(10)).asString().isEqualTo("220 ready\n");
    }
  }

  @Test
  void aHalfClosedConnectionStillReceives() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      client.getOutputStream().write("question".getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      assertThat(served.getInputStream().readAllBytes()).asString().isEqualTo("question");
      served.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
      served.close();
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
    }
  }

  @Test
  void aRefusedDialIsAResetForTheCaller() throws Exception {
    server.close();
    try (Socket client = tunnel.connect()) {
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aResetOfTheServerIsAResetForTheClient() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      served.setSoLinger(true, 0);
      served.close();
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void whatCameBeforeAResetIsDelivered() throws Exception {
    byte[] answer = random(MEBIBYTE, 3);
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(served.getInputStream().read()).isEqualTo(1);
      Future<byte[]> received = threads.submit(() -> client.getInputStream().readNBytes(MEBIBYTE));
      served.getOutputStream().write(answer);
      assertThat(received.get()).isEqualTo(answer);
      served.setSoLinger(true, 0);
      served.close();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  /// As a web server does that refuses a large upload: it has an answer, and unread bytes when it
  /// closes, which is a reset.
  @Test
  void anAnswerToARequestThatIsNotReadToItsEndArrives() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      Future<?> upload =
          threads.submit(
              () -> {
                byte[] part = new byte[MEBIBYTE];
                while (true) {
                  client.getOutputStream().write(part);
                }
              });
      served.getInputStream().readNBytes(3 * MEBIBYTE);
      served.getOutputStream().write("413 too large".getBytes(StandardCharsets.US_ASCII));
      served.close();
      assertThat(client.getInputStream().readNBytes(13)).asString().isEqualTo("413 too large");
      assertThatThrownBy(upload::get).hasCauseInstanceOf(SocketException.class);
    }
  }

  @Test
  void aResetOfTheClientIsAResetForTheServer() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(served.getInputStream().read()).isEqualTo(1);
      client.setSoLinger(true, 0);
      client.close();
      assertThatThrownBy(() -> served.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheServerAndNobodyElse() throws Exception {
    try (Socket lazy = tunnel.connect();
        Socket flooding = server.accept()) {
      Future<?> flood = sendAll(flooding, new byte[64 * MEBIBYTE]);
      try (Socket other = tunnel.connect();
          Socket served = server.accept()) {
        for (int i = 0; i < 100; i++) {
          other.getOutputStream().write(i);
          served.getOutputStream().write(served.getInputStream().read());
          assertThat(other.getInputStream().read()).isEqualTo(i);
        }
      }
      assertThat(flood.isDone()).isFalse();
      lazy.getInputStream().skipNBytes(64L * MEBIBYTE);
      flood.get();
    }
  }

  @Test
  void manyConnectionsLiveAtOnce() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket client = tunnel.connect();
      client.getOutputStream().write(i);
      sockets.add(client);
    }
    List<Socket> servedOnes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket served = server.accept();
      served.getOutputStream().write(served.getInputStream().read());
      servedOnes.add(served);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(sockets.get(i).getInputStream().read()).isEqualTo(i);
    }
    for (int i = 0; i < 200; i++) {
      sockets.get(i).close();
      servedOnes.get(i).close();
    }
  }

  @Test
  void whenTheTunnelEndsItsConnectionsAreReset() throws Exception {
    try (Socket client = tunnel.connect();
        Socket served = server.accept()) {
      tunnel.endpoint().close();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void withoutASessionAConnectionIsReset() throws Exception {
    tunnel.endpoint().close();
    tunnel.endpoint().closed().sync();
    try (Socket client = tunnel.connect()) {
      assertThatThrownBy(() -> readOne(client)).isInstanceOf(SocketException.class);
    } catch (SocketException resetWhileConnecting) {
      assertThat(resetWhileConnecting).hasMessageContaining("reset");
    }
  }

  private static int readOne(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return in.read();
    }
  }

  private Future<?> sendAll(Socket socket, byte[] bytes) {
    return threads.submit(
        () -> {
          OutputStream out = socket.getOutputStream();
          out.write(bytes);
          socket.shutdownOutput();
          return null;
        });
  }

  private static byte[] random(int bytes, long seed) {
    byte[] random = new byte[bytes];
    new Random(seed).nextBytes(random);
    return random;
  }
}
