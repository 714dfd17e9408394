package dev.hawser.acceptance.program;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A text, 300 kB in three fragments and a close, each of which must come back.
record WebSocketCall(URI uri) {
  private static final int FRAGMENT = 100_000;
  private static final int NORMAL = 1000;

  String run() throws IOException, InterruptedException {
    Messages messages = new Messages();
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .connectTimeout(Call.CONNECT)
              .buildAsync(uri, messages)
              .join();
      socket.sendText("hello", true).join();
      expect("hello", messages.next());
      byte[] big = new byte[3 * FRAGMENT];
      new Random(1).nextBytes(big);
      for (int part = 0; part < 3; part++) {
        socket.sendBinary(ByteBuffer.wrap(big, part * FRAGMENT, FRAGMENT), part == 2).join();
      }
      expect(describe(big), messages.next());
      socket.sendClose(NORMAL, "done").join();
      expect("close 1000", messages.next());
      return "all came back";
    }
  }

  private static void expect(String expected, @Nullable String actual) throws IOException {
    if (!expected.equals(actual)) {
      throw new IOException("expected %s, came %s".formatted(expected, actual));
    }
  }

  private static String describe(byte[] bytes) {
    return bytes.length + " bytes " + Arrays.hashCode(bytes);
  }

  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Nullable String next() throws InterruptedException {
      return arrived.poll(Call.ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        arrived.add(text.toString());
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      if (last) {
        arrived.add(describe(bytes.toByteArray()));
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      arrived.add("close " + status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      arrived.add(error.toString());
    }
  }
}
