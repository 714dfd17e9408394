package dev.hawser.acceptance.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Speaks first, as SMTP and MySQL do; then answers line by line.
record GreeterService(String name) implements Listener.Answer {
  @Override
  public void to(Socket connection) throws IOException {
    send(connection, "220 " + name + "\n");
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      send(connection, "250 " + line + "\n");
    }
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
