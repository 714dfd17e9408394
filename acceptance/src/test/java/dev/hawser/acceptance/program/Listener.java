package dev.hawser.acceptance.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A port whose connections are each answered on a virtual thread.
final class Listener {
  private static final int BACKLOG = 512;

  /// What is done with one connection, which is closed afterwards.
  interface Answer {
    void to(Socket connection) throws IOException;
  }

  private Listener() {}

  static void start(String address, int port, Answer answer) throws IOException {
    ServerSocket server = new ServerSocket(port, BACKLOG, InetAddress.getByName(address));
    Thread.ofVirtual()
        .start(
            () -> {
              while (true) {
                try {
                  Socket connection = server.accept();
                  Thread.ofVirtual().start(() -> answer(connection, answer));
                } catch (IOException closed) {
                  return;
                }
              }
            });
  }

  private static void answer(Socket connection, Answer answer) {
    try (connection) {
      answer.to(connection);
    } catch (IOException gone) {
      // the caller's loss, and the caller says so
    }
  }
}
