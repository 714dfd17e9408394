package dev.hawser.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real UDP sockets on loopback: client, listener, tunnel with TLS, dialer, server.
@Timeout(30)
class DatagramRelayTest {
  private static final int LIMIT_MS = 10_000;

  private DatagramSocket server;
  private LoopbackTunnel tunnel;
  private InetSocketAddress listening;

  @BeforeEach
  void start() throws Exception {
    server = socket();
    tunnel = LoopbackTunnel.to(server.getLocalPort());
    listening = tunnel.bindDatagrams();
  }

  @AfterEach
  void stop() throws Exception {
    tunnel.close();
    server.close();
  }

  @Test
  void datagramsAreAnsweredToTheirSender() throws Exception {
    try (DatagramSocket one = socket();
        DatagramSocket other = socket()) {
      send(one, "one", listening);
      DatagramPacket fromOne = receive(server);
      send(other, "other", listening);
      DatagramPacket fromOther = receive(server);
      assertThat(text(fromOne)).isEqualTo("one");
      assertThat(text(fromOther)).isEqualTo("other");
      assertThat(fromOne.getSocketAddress()).isNotEqualTo(fromOther.getSocketAddress());
      send(server, "to other", (InetSocketAddress) fromOther.getSocketAddress());
      send(server, "to one", (InetSocketAddress) fromOne.getSocketAddress());
      assertThat(text(receive(one))).isEqualTo("to one");
      assertThat(text(receive(other))).isEqualTo("to other");
    }
  }

  @Test
  void aFlowKeepsItsSocketWhileItIsUsedAndGetsAnotherAfterASilence() throws Exception {
    try (DatagramSocket client = socket()) {
      send(client, "first", listening);
      DatagramPacket first = receive(server);
      send(client, "second", listening);
      assertThat(receive(server).getSocketAddress()).isEqualTo(first.getSocketAddress());
      client.setSoTimeout(1500);
      assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketTimeoutException.class);
      send(client, "third", listening);
      DatagramPacket third = receive(server);
      assertThat(text(third)).isEqualTo("third");
      assertThat(third.getSocketAddress()).isNotEqualTo(first.getSocketAddress());
    }
  }

  @Test
  void aLargeDatagramArrivesWhole() throws Exception {
    String large = "x".repeat(9000);
    try (DatagramSocket client = socket()) {
      send(client, large, listening);
      assertThat(text(receive(server))).isEqualTo(large);
    }
  }

  private static DatagramSocket socket() throws Exception {
    DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setSoTimeout(LIMIT_MS);
    return socket;
  }

  private static void send(DatagramSocket from, String text, InetSocketAddress to)
      throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private static DatagramPacket receive(DatagramSocket at) throws Exception {
    DatagramPacket packet = new DatagramPacket(new byte[10_000], 10_000);
    at.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
  }
}
