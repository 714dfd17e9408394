package dev.hawser.sandbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// One `portforward` WebSocket: for the i-th port asked for, channel 2i is its connection and
/// channel 2i + 1 tells what went wrong. Both begin with the port in two bytes, low one first.
final class PortForward {
  private static final int READ_BYTES = 32 * 1024;

  private final ChannelSocket client;
  private final String address;
  private final List<Integer> ports;
  private final List<Socket> connections = new ArrayList<>();
  private final CountDownLatch over;

  PortForward(ChannelSocket client, String address, List<Integer> ports) {
    this.client = client;
    this.address = address;
    this.ports = ports;
    this.over = new CountDownLatch(ports.size());
  }

  /// Serves until the client or every connection has ended.
  void run() {
    try {
      for (int index = 0; index < ports.size(); index++) {
        int port = ports.get(index);
        byte[] prefix = {(byte) port, (byte) (port >> 8)};
        client.send(2 * index, prefix, prefix.length);
        client.send(2 * index + 1, prefix, prefix.length);
        connections.add(new Socket());
      }
      for (int index = 0; index < ports.size(); index++) {
        connect(index);
      }
      Thread.startVirtualThread(this::closeWhenOver);
      receive();
    } catch (IOException gone) {
      // the client's end; the connections end with it
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      connections.forEach(PortForward::close);
      client.close();
    }
  }

  private void connect(int index) throws IOException {
    Socket connection = connections.get(index);
    try {
      connection.connect(new InetSocketAddress(address, ports.get(index)), 10_000);
      connection.setTcpNoDelay(true);
      Thread.startVirtualThread(() -> pump(index, connection));
    } catch (IOException refused) {
      client.send(2 * index + 1, failure(index, refused));
      over.countDown();
    }
  }

  private String failure(int index, IOException cause) {
    return "error forwarding port %d to pod: failed to connect to localhost:%d inside the pod: %s"
        .formatted(ports.get(index), ports.get(index), cause.getMessage());
  }

  private void pump(int index, Socket connection) {
    byte[] buffer = new byte[READ_BYTES];
    try {
      InputStream input = connection.getInputStream();
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        client.send(2 * index, buffer, count);
      }
    } catch (IOException broken) {
      report(index, broken);
    } finally {
      over.countDown();
    }
  }

  private void report(int index, IOException broken) {
    try {
      client.send(2 * index + 1, failure(index, broken));
    } catch (IOException gone) {
      // nobody to tell
    }
  }

  private void receive() throws InterruptedException {
    for (var message = client.receive(); !message.isEnd(); message = client.receive()) {
      int index = message.channel() / 2;
      if (message.channel() % 2 == 0 && index < connections.size()) {
        try {
          connections.get(index).getOutputStream().write(message.data().getBytes());
        } catch (IOException broken) {
          // told by the reading side
        }
      }
    }
  }

  private void closeWhenOver() {
    try {
      over.await();
      client.close();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException closed) {
      // gone already
    }
  }
}
