package dev.hawser.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Sends back what it receives, and its end after the sender's.
final class EchoServer implements AutoCloseable {
  private final ServerSocket server;

  EchoServer(String host) throws IOException {
    this(host, 0);
  }

  EchoServer(String host, int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getByName(host));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException callerGone) {
      // as in life
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
