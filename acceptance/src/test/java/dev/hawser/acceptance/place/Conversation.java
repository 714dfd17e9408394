package dev.hawser.acceptance.place;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// A connection of a test's to the greeter of a cluster's service, as the local process has it,
/// kept open.
public final class Conversation implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

  private final Socket socket = new Socket();
  private final BufferedReader lines;

  private Conversation(InetSocketAddress address) throws IOException {
    socket.connect(address, Math.toIntExact(ANSWER_LIMIT.toMillis()));
    socket.setSoTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
    lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    assertThat(lines.readLine()).isEqualTo("220 stock");
  }

  public static Conversation withStock(LocalProgram local) {
    String host = local.variable("STOCK_SERVICE_HOST");
    int port = Integer.parseInt(local.variable("STOCK_SERVICE_PORT_GREETER"));
    try {
      return new Conversation(new InetSocketAddress(host, port));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Says something and is answered, whenever the line lets the answer through.
  ///
  /// @throws UncheckedIOException if the connection is over
  public void goesOn(String text) {
    try {
      socket.getOutputStream().write((text + "\n").getBytes(UTF_8));
      assertThat(lines.readLine()).isEqualTo("250 " + text);
    } catch (IOException over) {
      throw new UncheckedIOException(over);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
