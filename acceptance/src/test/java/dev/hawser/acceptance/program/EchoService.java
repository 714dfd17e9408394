package dev.hawser.acceptance.program;

import java.io.IOException;
import java.net.Socket;

/// Answers only when the caller has ended its half of the connection: with all that it sent.
final class EchoService implements Listener.Answer {
  @Override
  public void to(Socket connection) throws IOException {
    byte[] all = connection.getInputStream().readAllBytes();
    connection.getOutputStream().write(all);
    connection.shutdownOutput();
  }
}
